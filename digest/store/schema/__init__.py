"""The tables, step by step; a step that was released is never altered."""

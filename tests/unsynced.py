"""Lets fsync and fdatasync answer at once, in this process and whatever it starts: no test cuts the power.

What a killed process wrote is in the kernel's hands, so every promise that a test can break stands as it did, and a
good third of the tests' time is no more. By a filter of Linux's system calls (seccomp(2)); elsewhere, or where a
container forbids one, calls sync as ever.
"""

from __future__ import annotations

import ctypes
import platform
import struct

PR_SET_SECCOMP, SECCOMP_MODE_FILTER, PR_SET_NO_NEW_PRIVS = 22, 2, 38
LOAD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, ANSWER_ZERO = 0x7FFF0000, 0x00050000
# The architecture as the kernel names it, and its numbers of fsync and fdatasync.
NUMBERS = {"x86_64": (0xC000003E, 74, 75), "aarch64": (0xC00000B7, 82, 83)}


class Program(ctypes.Structure):
    """struct sock_fprog of <linux/filter.h>."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def answer_at_once() -> bool:
    """Say whether from now on syncs of this thread, and of what it starts, answer at once."""
    if platform.system() != "Linux" or platform.machine() not in NUMBERS:
        return False
    architecture, fsync, fdatasync = NUMBERS[platform.machine()]
    steps = [  # code, where to go on if equal and if not, value
        (LOAD, 0, 0, 4),
        (JUMP_IF_EQUAL, 0, 3, architecture),
        (LOAD, 0, 0, 0),
        (JUMP_IF_EQUAL, 2, 0, fsync),
        (JUMP_IF_EQUAL, 1, 0, fdatasync),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, ANSWER_ZERO),
    ]
    program = Program(len(steps), b"".join(struct.pack("HBBI", *step) for step in steps))
    call = ctypes.CDLL(None).prctl
    number = ctypes.c_ulong
    call(PR_SET_NO_NEW_PRIVS, number(1), number(0), number(0), number(0))
    return not call(PR_SET_SECCOMP, number(SECCOMP_MODE_FILTER), ctypes.byref(program))

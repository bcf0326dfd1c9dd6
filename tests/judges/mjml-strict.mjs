// Judges MJML by the reference implementation, strictly: reads a document a line, each a JSON string, and answers each
// with a line of its errors, a JSON string too, empty if there are none.
import { createInterface } from "node:readline";
import mjml2html from "mjml";

for await (const line of createInterface({ input: process.stdin })) {
  let errors = "";
  try {
    await mjml2html(JSON.parse(line), { validationLevel: "strict" });
  } catch (error) {
    errors = error.message;
  }
  console.log(JSON.stringify(errors));
}

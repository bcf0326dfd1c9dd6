// Judges MJML by the reference implementation, strictly: reads it on stdin, prints its errors, exits 1 if there are any.
import { readFileSync } from "node:fs";
import mjml2html from "mjml";

try {
  await mjml2html(readFileSync(0, "utf-8"), { validationLevel: "strict" });
} catch (error) {
  console.log(error.message);
  process.exit(1);
}

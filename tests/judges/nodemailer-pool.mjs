// Sends a personalised message to many recipients through nodemailer's pool: PORT COUNT CONNECTIONS FILE, the file a
// JSON object with subject, text and html, in which TOKEN stands for a recipient's own.
import { readFileSync } from "node:fs";
import nodemailer from "nodemailer";

const [port, count, maxConnections, file] = process.argv.slice(2);
const { subject, text, html, token } = JSON.parse(readFileSync(file, "utf8"));
const pool = nodemailer.createTransport({
  pool: true,
  host: "127.0.0.1",
  port: Number(port),
  ignoreTLS: true,
  maxConnections: Number(maxConnections),
  maxMessages: Infinity,
});

let next = 0;
async function work() {
  while (next < Number(count)) {
    const number = next++;
    const mine = String(number).padStart(22, "0");
    await pool.sendMail({
      from: "The Harbour Herald <digest@herald.example>",
      to: `reader${number}@reader.example`,
      subject,
      text: text.replaceAll(token, mine),
      html: html.replaceAll(token, mine),
      headers: { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
      list: { unsubscribe: `https://herald.example/u/${mine}` },
    });
  }
}
// The pool asks for more work as connections fall idle; as many of these as there are connections keep all of them busy.
await Promise.all(Array.from({ length: Number(maxConnections) * 2 }, work));
pool.close();

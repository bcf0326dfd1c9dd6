// Parses mails with mailparser: a JSON array of base64 mails on stdin, a JSON array of what they say on stdout.
import { simpleParser } from "mailparser";

let input = "";
for await (const chunk of process.stdin) input += chunk;
const mails = await Promise.all(
  JSON.parse(input).map(async (encoded) => {
    const mail = await simpleParser(Buffer.from(encoded, "base64"), { skipTextToHtml: true, skipImageLinks: true });
    return {
      subject: mail.subject ?? "",
      to: mail.to?.value ?? [],
      from: mail.from?.value ?? [],
      messageId: mail.messageId,
      list: mail.headers.get("list") ?? {},
      text: mail.text ?? "",
      html: mail.html || "",
    };
  }),
);
process.stdout.write(JSON.stringify(mails));

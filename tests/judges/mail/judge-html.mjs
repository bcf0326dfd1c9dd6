// Judges the HTML of mails: takes files, prints a JSON object with what each judge says of each file.
import { readFileSync } from "node:fs";
import { auditEmail } from "@emailens/engine";
import { caniemail } from "caniemail";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

// MJML itself writes <div role="article"> around a mail, which mail programs know and <article> they do not.
const config = {
  root: true,
  extends: ["html-validate:a11y"],
  rules: { "prefer-native-element": ["error", { exclude: ["article"] }] },
};
const validate = new HtmlValidate(new StaticConfigLoader(config));
const found = {};
for (const file of process.argv.slice(2)) {
  const html = readFileSync(file, "utf-8");
  const report = auditEmail(html, { framework: "mjml" });
  const { scores } = report.compatibility;
  const judged = await validate.validateString(html);
  found[file] = {
    gmail: scores["gmail-web"].score,
    outlook: scores["outlook-windows"].score,
    accessibility: report.accessibility.score,
    spam: report.spam.score,
    caniemail: caniemail({ clients: ["*"], html }).issues.errors.size,
    validate: judged.results.flatMap((one) => one.messages.map((each) => `${each.ruleId}: ${each.message}`)),
  };
}
console.log(JSON.stringify(found));

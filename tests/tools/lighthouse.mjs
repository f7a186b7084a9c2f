// Lighthouse with its phone profile on the addresses given; prints one JSON object an address: scores of 0 to 100 and what fell short.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromePath, flags, ...addresses] = process.argv.slice(2);
const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", ...flags.split(" ")], logLevel: "silent" });
try {
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, { port: chrome.port, logLevel: "silent", output: "json", onlyCategories: ["performance", "accessibility", "best-practices", "seo"] });
    const scores = Object.fromEntries(Object.entries(lhr.categories).map(([name, category]) => [name, Math.round(category.score * 100)]));
    const short = Object.values(lhr.audits).filter((audit) => audit.score !== null && audit.score < 0.9 && ["binary", "numeric", "metricSavings"].includes(audit.scoreDisplayMode)).map((audit) => `${audit.id} ${audit.displayValue ?? ""}`.trim());
    console.log(JSON.stringify({ address, scores, short }));
  }
} finally {
  chrome.kill();
}

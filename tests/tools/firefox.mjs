// Searches and opens a preview in Firefox; prints one JSON object an address.
// Arguments: path of Firefox, addresses.
import puppeteer from "puppeteer-core";

const [executablePath, ...addresses] = process.argv.slice(2);
const firefox = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
try {
  for (const address of addresses) {
    const page = await firefox.newPage();
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(address);
    await page.click(".search-button");
    await page.waitForSelector("dialog.search-dialog[open]");
    await page.type("#search-input", "complete response letter");
    await page.waitForSelector(".search-results a");
    const found = await page.$$eval(".search-results a", (links) => links.map((link) => link.href));
    await page.keyboard.press("Escape");
    await page.hover("article a.footnote-ref");
    await page.waitForSelector("#preview:not([hidden])");
    const preview = await page.$eval("#preview", (box) => box.textContent);
    console.log(JSON.stringify({ address, found, preview, complaints }));
    await page.close();
  }
} finally {
  await firefox.close();
}

// Makes pages with the command and opens them in a headless browser, as a person would from a disk.
//
// The browser is Debian's chromium. Every page that is opened here is held to two things, whatever
// else its test asks: it requests nothing but itself, and nothing is wrong in its console (where
// the browser says what the page's Content-Security-Policy forbade).
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';

const build = process.env.LANYARD_BUILD;
assert.ok(build, 'LANYARD_BUILD names the build folder');
const require = createRequire(path.join(build, 'package.json'));
const { chromium } = require('playwright-core');

const folder = path.join(build, 'tests', 'page', 'pages');
mkdirSync(folder, { recursive: true });

/** The text of axe-core, to be run in a page. */
export const axe = () => readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Writes a source file beside the pages, and returns its absolute path. */
export function source(name, text) {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

// Runs the command, which has to make a page: with findings or without.
async function lanyard(...words) {
  const { code, told } = await new Promise((resolve) => {
    execFile(
      path.join(build, 'bin', 'lanyard'),
      [...words, '--quiet'],
      { cwd: folder },
      (error, out, told) => resolve({ code: error ? error.code : 0, told }),
    );
  });
  assert.ok(code === 0 || code === 1, `lanyard ${words[0]} could not make the page: ${told}`);
}

/** `lanyard report NAME.json --format html`: the page's path. */
export async function render(name, report) {
  const html = path.join(folder, `${name}.html`);
  source(`${name}.json`, typeof report === 'string' ? report : JSON.stringify(report));
  await lanyard('report', `${name}.json`, '--format', `html=${html}`);
  return html;
}

/** `lanyard lint` of one C++ program: the page's path. */
export async function lint(name, program) {
  const html = path.join(folder, `${name}.html`),
    directory = path.join(folder, name);
  mkdirSync(directory, { recursive: true });
  const file = source(`${name}/${name}.cpp`, program);
  source(
    `${name}/compile_commands.json`,
    JSON.stringify([{ directory, file, command: `c++ -std=c++17 -c ${file}` }]),
  );
  await lanyard('lint', '-p', directory, '--format', `html=${html}`);
  return html;
}

let browser;
after(async () => browser && browser.close());

/**
 * Opens a page, hands it to `use`, and closes it. `options` are playwright's of a context, and
 * `hash`, what stands behind the address, and `before`, a script that runs before the page's and
 * makes `wrong`, what is wrong in the console then.
 */
export async function open(html, { hash = '', before, wrong, ...options }, use) {
  browser =
    browser ||
    (await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] }));
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const requests = [],
    wrongs = [];
  page.on('request', (request) => requests.push(request.url().split('#')[0]));
  page.on(
    'console',
    (message) => ['error', 'warning'].includes(message.type()) && wrongs.push(message.text()),
  );
  page.on('pageerror', (error) => wrongs.push(error.stack));
  page.on('dialog', (dialog) => {
    wrongs.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  const address = pathToFileURL(html).href;
  if (before) await page.addInitScript(before);
  await page.goto(address + hash);
  await use(page);
  assert.deepEqual(new Set(requests), new Set([address]), 'the page asks for nothing but itself');
  if (wrong) assert.match(wrongs.join(), wrong);
  else assert.deepEqual(wrongs, [], 'nothing is wrong in the console');
  await context.close();
}

/** The messages of the findings that are on the page. */
export const shown = (page) =>
  page.$$eval('.finding:not([hidden]) .toggle > :last-child', (all) =>
    all.filter((each) => each.checkVisibility()).map((each) => each.textContent),
  );

/** Whether anything makes the page wider than its window. */
export const overflows = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

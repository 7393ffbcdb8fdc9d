// How the page looks to whom: in both themes, on a phone, on paper, without scripts, to a screen
// reader.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { axe, open, overflows, render, shown, source } from './page.mjs';
import { mixed } from './reports.mjs';

const code = Array.from(
  { length: 70 },
  (_, i) => `call_${i + 1}(${'argument, '.repeat(i % 20)}database);`,
);
const html = await render('look', mixed(source('look.cpp', code.join('\n'))));

const ground = (page) =>
  page.evaluate(() => {
    const [red] = getComputedStyle(document.body).backgroundColor.match(/\d+/g);
    return Number(red) > 128 ? 'light' : 'dark';
  });

async function openAll(page) {
  for (const toggle of await page.locator('.toggle').all()) await toggle.click();
}

for (const [colorScheme, width] of [
  ['light', 1280],
  ['dark', 1280],
  ['light', 320],
])
  test(`${colorScheme}, ${width} pixels: the system's theme, and nothing for axe to say`, () =>
    open(html, { colorScheme, viewport: { width, height: 900 } }, async (page) => {
      assert.equal(await ground(page), colorScheme);
      await openAll(page);
      await page.locator('.rule-page summary').first().click();
      // In the page's own world the policy forbids it, as it should.
      const client = await page.context().newCDPSession(page);
      await client.send('Page.setBypassCSP', { enabled: true });
      await page.evaluate(axe());
      const { violations } = await page.evaluate(() =>
        window.axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        }),
      );
      assert.deepEqual(
        violations.map((each) => `${each.id}, ${each.nodes.length} times: ${each.nodes[0].html}`),
        [],
      );
    }));

test('the switch of themes wins over the system, and is remembered', () =>
  open(html, { colorScheme: 'light' }, async (page) => {
    await page.getByRole('radio', { name: 'Dark' }).check();
    assert.equal(await ground(page), 'dark');
    await page.reload();
    assert.equal(await ground(page), 'dark');
    assert.equal(await page.isChecked('#theme input[value=dark]'), true);
    await page.getByRole('radio', { name: 'Auto' }).check();
    assert.equal(await ground(page), 'light');
  }));

for (const width of [320, 768, 1600])
  test(`nothing is wider than a window of ${width} pixels`, () =>
    open(html, { viewport: { width, height: 800 } }, async (page) => {
      assert.equal(await overflows(page), false);
      await openAll(page);
      if (!(await page.locator('#facet-list').isVisible()))
        await page.locator('#facets > summary').click();
      assert.equal(await overflows(page), false);
      const wide = await page.$$eval(
        'svg[role=img]',
        (all) => all.filter((each) => each.getBoundingClientRect().right > innerWidth).length,
      );
      assert.equal(wide, 0);
      const cut = await page.$$eval('svg[role=img] text', (all) =>
        all
          .filter(
            (each) =>
              each.getBoundingClientRect().right >
              each.ownerSVGElement.getBoundingClientRect().right + 1,
          )
          .map((each) => each.textContent),
      );
      assert.deepEqual(cut, []);
    }));

test('on paper the findings are open, light, and without what only a screen can do', () =>
  open(html, { colorScheme: 'dark' }, async (page) => {
    await page.emulateMedia({ media: 'print' });
    await page.waitForFunction(() => document.querySelectorAll('.is-open').length === 5);
    assert.equal(await page.locator('svg[role=img]').count(), 6);
    for (const gone of ['#filters', '#theme', '.links', '.keys'])
      assert.equal(await page.locator(gone).first().isVisible(), false, gone);
    const ink = await page.evaluate(() =>
      getComputedStyle(document.body).color.match(/\d+/g).map(Number),
    );
    assert.ok(Math.max(...ink) < 80, 'dark on light');
    assert.ok((await page.pdf({ format: 'A4' })).length > 20000);
    await page.emulateMedia({ media: 'screen' });
    await page.waitForFunction(() => document.querySelectorAll('.is-open').length === 0);
  }));

test('without scripts every finding is there, with its stacks, and links to it work', () =>
  open(html, { javaScriptEnabled: false }, async (page) => {
    assert.equal(await page.locator('article').count(), 5);
    const text = await page.locator('main.plain').innerText();
    for (const part of [
      "warning: connection 'db' is used by this thread",
      'used on the new thread here, by sqlite3_exec',
      'Home thread 3 "Thread-2"',
      '_finalize_fairy',
      'confirmed by a run',
      'The checker is silent: no frame of it',
    ])
      assert.ok(text.includes(part), part);
    assert.equal(await page.locator('#filters').isVisible(), false);
    const id = await page.locator('article').nth(4).getAttribute('id');
    assert.match(id, /^f-[0-9a-f]{32}$/);
    assert.equal(await overflows(page), false);
  }));

test('a browser that the script fails in is told so', () =>
  open(html, { before: 'delete window.ResizeObserver', wrong: /ResizeObserver/ }, async (page) => {
    assert.match(await page.locator('body').innerText(), /its script fails in this browser/);
  }));

test('headings and landmarks tell where one is', () =>
  open(html, {}, async (page) => {
    for (const role of ['banner', 'main', 'search', 'contentinfo'])
      assert.equal(await page.getByRole(role).count(), 1, role);
    assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
    assert.equal(await page.getByRole('heading', { level: 3 }).count(), (await shown(page)).length);
  }));

// 2,000 findings: a report of a large program's first day. What takes long is not made before it
// is asked for. The times are told, not asserted: they are the machine's as much as the page's.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, render, shown } from './page.mjs';
import { large } from './reports.mjs';

const html = await render('large', large(2000));

// The milliseconds from an input to a page that is laid out again: the best of five, of the text
// that takes longest.
const timed = (page, texts) =>
  page.evaluate((all) => {
    const field = document.getElementById('search');
    const once = (text) => {
      const start = performance.now();
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      document.body.getBoundingClientRect();
      return performance.now() - start;
    };
    return Math.max(
      ...all.map((text) =>
        Math.min(
          ...[1, 2, 3, 4, 5].map(() => {
            once('no such text');
            return once(text);
          }),
        ),
      ),
    );
  }, texts);

test('2,000 findings are listed, searched and filtered, and made only when opened', (t) =>
  open(html, {}, async (page) => {
    const loaded = await page.evaluate(
      () => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd,
    );
    assert.equal(await page.locator('#count').innerText(), '2,000 findings');
    assert.equal(await page.locator('.finding').count(), 2000);
    assert.equal(await page.locator('.detail').count(), 0, 'details are made when opened');
    assert.equal(
      await page
        .locator('.finding')
        .first()
        .evaluate((each) => getComputedStyle(each).contentVisibility),
      'auto',
    );
    await page.fill('#search', 'layer3::call1234');
    assert.equal((await shown(page)).length, 1, 'a function deep in one stack is found');
    const searched = await timed(page, ['worker-1', 'shard3', 'sqlite', '']);
    await page.fill('#search', '');
    await page.locator('#facet-list label', { hasText: 'sqlite-handle-shared' }).click();
    assert.equal(await page.locator('#count').innerText(), '667 of 2,000 findings');
    const all = await page.locator('.finding:not([hidden])').count();
    assert.equal(all, 667);
    await page.getByText('Clear search and filters').click();
    const last = page.locator('.toggle').last();
    await last.scrollIntoViewIfNeeded();
    await last.click();
    assert.equal(await page.locator('.detail').count(), 1);
    t.diagnostic(`loaded after ${Math.round(loaded)} ms, searched in ${searched.toFixed(1)} ms`);
  }));

test('a link leads to a finding far down, and j goes on from there', async () => {
  let hash, text;
  await open(html, {}, async (page) => {
    const last = page.locator('.finding').nth(1500);
    hash = `#${await last.getAttribute('id')}`;
    text = await last.locator('.toggle').textContent();
  });
  await open(html, { hash }, async (page) => {
    const focused = () => page.evaluate(() => document.activeElement.textContent);
    const isSeen = () =>
      page.evaluate(() => {
        const { top, bottom } = document.activeElement.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      });
    assert.equal(await focused(), text);
    assert.ok(await isSeen());
    await page.keyboard.press('j');
    assert.notEqual(await focused(), text);
    assert.ok(await isSeen());
  });
});

test('paper is not asked for all of them', () =>
  open(html, {}, async (page) => {
    await page.emulateMedia({ media: 'print' });
    await page.waitForFunction(() => document.querySelectorAll('.is-open').length === 100);
    assert.match(
      await page.locator('#print-note').innerText(),
      /The first 100 of 2,000 findings are printed in full/,
    );
  }));

// What a person does with the page: read, search, filter, go by keyboard, send a link.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, render, shown, source } from './page.mjs';
import { mixed, report } from './reports.mjs';

const code = Array.from(
  { length: 70 },
  (_, i) => `${'  '.repeat(1 + (i % 2))}call_${i + 1}(database);`,
);
const file = source('ingest.cpp', code.join('\n'));
const html = await render('mixed', mixed(file));

const row = (page, text) =>
  page.locator('.finding').filter({ has: page.locator('.toggle', { hasText: text }) });

test('the summary counts by severity, rule and join, and says what was looked at', () =>
  open(html, {}, async (page) => {
    assert.match(await page.title(), /^Lanyard: 2 errors, 2 warnings, 1 note$/);
    const text = await page.locator('#summary').innerText();
    for (const part of [
      /error\s+2\b/,
      /warning\s+2\b/,
      /note\s+1\b/,
      /sqlite-handle-shared\s+2\s+source/,
      /1 confirmed/,
      /1 unexercised/,
      /1 run only/,
      /7 translation units checked/,
      /1 process watched/,
      /1 remark/,
    ])
      assert.match(text, part);
  }));

test('the most severe rule stands first, and grouping by handle brings both halves together', () =>
  open(html, {}, async (page) => {
    const heads = () =>
      page.$$eval('.group:not([hidden]) h2', (all) => all.map((each) => each.textContent));
    assert.deepEqual(await heads(), [
      'concurrent-use 1',
      'use-after-fork 1',
      'sqlite-handle-shared 2',
      'cross-thread-use 1',
    ]);
    await page.getByRole('radio', { name: 'Handle' }).check();
    // Both static findings create their connection on one line.
    assert.deepEqual(await heads(), [
      'Connection to pool.db 1',
      'Connection to prefork.db 1',
      'Connection ‘db’, connection ‘log’ 2',
      'Connection to app.db 1',
    ]);
    assert.equal((await shown(page)).length, 5);
  }));

test('the search looks into everything, several words narrow it, and the count is told', () =>
  open(html, {}, async (page) => {
    const count = () => page.locator('#count').innerText();
    assert.equal(await count(), '5 findings');
    await page.fill('#search', 'THREADPOOLEXECUTOR');
    assert.equal(await count(), '2 of 5 findings');
    await page.fill('#search', 'threadpoolexecutor app.db author');
    assert.deepEqual(await shown(page), ['sqlite3_finalize on a statement of app.db (serialized)']);
    await page.fill('#search', 'no such thing anywhere');
    assert.deepEqual(await shown(page), []);
    assert.equal(await count(), '0 of 5 findings');
    await page.locator('#search').press('Escape');
    assert.equal((await shown(page)).length, 5);
    assert.equal(await page.locator('#count').getAttribute('aria-live'), 'polite');
  }));

test('filters: severity, half, join, rule and file, together, with counts', () =>
  open(html, {}, async (page) => {
    const box = (label) => page.locator('#facet-list label').filter({ hasText: label });
    await box('error').click();
    assert.equal((await shown(page)).length, 2);
    // How many each choice would leave, the others being as they are.
    assert.match(await box('concurrent-use').innerText(), /1$/);
    assert.match(await box('cross-thread-use').innerText(), /0$/);
    await box('concurrent-use').click();
    assert.deepEqual(await shown(page), ['sqlite3_exec on a connection to pool.db (multi-thread)']);
    await page.getByText('Clear search and filters').click();
    await box('unexercised').click();
    assert.deepEqual(await shown(page), [
      "connection 'log' is used by this thread and by the one started here",
    ]);
    await box('unexercised').click();
    await box('runtime').click();
    assert.equal((await shown(page)).length, 3);
    await page.selectOption('#file', '/srv/app/app.py');
    assert.equal((await shown(page)).length, 1);
  }));

test('a static finding: what to do, a picture, both threads and their source, what a run saw', () =>
  open(html, {}, async (page) => {
    const finding = row(page, "connection 'db'");
    await finding.locator('.toggle').click();
    assert.equal(
      await finding.locator('.advice').innerText(),
      'To mend it, open a connection on each thread.',
    );
    const picture = finding.locator('.detail > .picture svg');
    assert.match(
      await picture.getAttribute('aria-label'),
      /1\. This thread: .* 2\. This thread: it goes .* 3\. The thread started here: used/,
    );
    assert.equal(await picture.locator('.lane').count(), 2);
    // Both uses can happen at once.
    assert.equal(await picture.locator('.meeting').count(), 1);
    const columns = finding.locator('.detail > .threads > .thread');
    assert.deepEqual(await columns.locator('h4').allInnerTexts(), [
      'This thread home of the handle',
      'The thread started here uses it',
    ]);
    const [left, right] = [await columns.nth(0).boundingBox(), await columns.nth(1).boundingBox()];
    assert.ok(left.y === right.y && left.x + left.width <= right.x, 'side by side');
    const meant = columns.nth(1).locator('.line.meant');
    assert.equal(await meant.locator('.number').innerText(), '▸11');
    assert.equal((await meant.locator('code').innerText()).trim(), 'call_11(database);');
    assert.equal(await columns.nth(1).locator('.line').count(), 7);
    assert.match(await finding.locator('.joined.confirmed').innerText(), /^Confirmed by a run/);
    assert.match(
      await finding.locator('.confirmation').innerText(),
      /Thread 3 “Thread-2”[^]*ThreadPoolExecutor-0_1/,
    );
    // The home thread has opened the connection when it starts the other.
    assert.match(
      await finding.locator('.confirmation svg[role=img]').getAttribute('aria-label'),
      /1\. Thread 3 “Thread-2”: opens .* 2\. Thread 3 .*: starts thread 7 .* 3\. Thread 7/,
    );
    await finding.locator('.toggle').click();
    assert.equal(await finding.locator('.detail').isVisible(), false);
  }));

test('a violation: who started whom, the home, the use, and its SQL', () =>
  open(html, {}, async (page) => {
    const finding = row(page, 'app.db');
    await finding.locator('.toggle').click();
    const label = await finding.locator('svg[role=img]').getAttribute('aria-label');
    assert.match(
      label,
      new RegExp(
        [
          '1\\. Thread 1 “MainThread”: starts thread 7 “ThreadPoolExecutor-0_1”\\. ',
          '2\\. Thread 3 “Thread-2”: opens the connection by sqlite3_open_v2\\. ',
          '3\\. Thread 7 .*: calls sqlite3_finalize, 220 times\\.',
        ].join(''),
      ),
    );
    assert.equal(await finding.locator('.lane .stop').count(), 1, 'the home thread has ended');
    const text = await finding.innerText();
    assert.match(text, /select name from author where id = \?/);
    assert.match(text, /sqlalchemy\/pool\/base\.py:682/);
    assert.match(text, /The checker is silent: no frame of it is C or C\+\+\./);
  }));

test('a fork and two threads at once are drawn as what they are', () =>
  open(html, {}, async (page) => {
    const fork = row(page, 'prefork.db');
    await fork.locator('.toggle').click();
    assert.match(
      await fork.locator('svg[role=img]').getAttribute('aria-label'),
      new RegExp(
        'Thread 1 “main” of process 90: opens .*process 90 forks the child by fork\\. ' +
          '3\\. Thread 1 “worker” of process 91: calls',
      ),
    );
    const pool = row(page, 'pool.db');
    await pool.locator('.toggle').click();
    assert.equal(await pool.locator('.meeting').count(), 1);
    assert.match(
      await pool.locator('.threads').innerText(),
      /Is inside sqlite3_step at the same time/,
    );
  }));

test('the keyboard alone will do', () =>
  open(html, {}, async (page) => {
    const focused = () => page.evaluate(() => document.activeElement.textContent.slice(0, 200));
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'Skip to the findings');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'findings');
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
    await page.keyboard.type('jk/'); // letters are letters in the field
    assert.equal(await page.inputValue('#search'), 'jk/');
    await page.keyboard.press('Escape');
    await page.locator('#findings').focus();
    await page.keyboard.press('j');
    assert.match(await focused(), /pool\.db/);
    await page.keyboard.press('j');
    assert.match(await focused(), /prefork\.db/);
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement).outlineStyle,
    );
    assert.notEqual(outline, 'none', 'the focus is seen');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    assert.equal(
      await page.evaluate(() => document.activeElement.getAttribute('aria-expanded')),
      'true',
    );
    assert.equal(await page.locator('.detail').count(), 1);
    await page.keyboard.press('Space');
    assert.equal(
      await page.evaluate(() => document.activeElement.getAttribute('aria-expanded')),
      'false',
    );
    // Who speaks to the computer turns single keys off.
    await page.locator('#shortcuts').uncheck();
    await page.locator('#findings').focus();
    await page.keyboard.press('j');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'findings');
  }));

test('a permalink opens its finding, and the link can be copied', async () => {
  let link;
  await open(html, { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
    const finding = row(page, 'app.db');
    await finding.locator('.toggle').click();
    await finding.getByText('Copy link').click();
    await page.waitForFunction(() => document.getElementById('said').textContent !== '');
    assert.equal(await page.locator('#said').innerText(), 'Link copied.');
    link = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(link, /#f-[0-9a-f]{32}$/);
  });
  await open(html, { hash: link.slice(link.indexOf('#')) }, async (page) => {
    assert.equal(await page.locator('.finding.is-open').count(), 1);
    assert.equal(
      await page.evaluate(() => document.activeElement.textContent),
      'note: sqlite3_finalize on a statement of app.db (serialized)',
    );
    // It is found although the filters hide it.
    await page.fill('#search', 'prefork');
    await page.evaluate(
      (hash) => {
        location.hash = '';
        location.hash = hash;
      },
      link.slice(link.indexOf('#')),
    );
    await page.waitForFunction(() => document.getElementById('search').value === '');
  });
  await open(html, { hash: '#f-0000' }, async (page) => {
    assert.equal(await page.locator('#said').innerText(), 'This report has no such finding.');
  });
});

test('a report with nothing in it says so', async () => {
  await open(await render('clean', report([])), {}, async (page) => {
    assert.match(
      await page.locator('.tagline').innerText(),
      /nothing found in 7 translation units and 1 process/,
    );
    assert.equal(await page.locator('#count').innerText(), '0 findings');
  });
  await open(await render('unseen', report([], { runs: [], units: 0 })), {}, async (page) => {
    assert.match(await page.locator('.tagline').innerText(), /nothing was looked at/);
  });
});

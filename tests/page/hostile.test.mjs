// Text from the program is data: whatever it says, it is shown as what it is.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, overflows, render, source } from './page.mjs';
import { crossThread, report, shared, thread } from './reports.mjs';

const tags =
  '</script><script>alert(1)</script><!--<script><img src=x onerror=alert(2)><svg onload=alert(3)>';
const mean =
  `${tags}"'&amp;{{data}} \u202egnp.exe\u2066 \u0000\u0007\u001b[31m \u2028 ` + '\ud83d\ude80';
const lines = [
  'int a;',
  '\t// ' + tags,
  `open(path);  // ${'x'.repeat(5000)}`,
  '',
  '// \u202e reversed',
  '{{script}}',
  'b;',
  'c;',
];
const file = source('mean <script>&"\'.cpp', lines.join('\n'));

const evil = report(
  [
    crossThread(`${mean}.db`, `/srv/${mean}/app.py`, {
      message: `sqlite3_step on ${mean}`,
      fingerprint: mean,
      finalizer: mean,
      suppression: `cross-thread-use:${mean}`,
      handle: {
        kind: mean,
        sql: mean + 'y'.repeat(3000),
        connection: { id: 1, file: mean, mode: 'serialized' },
      },
      home: {
        thread: thread(1, mean),
        opened_by: mean,
        native: [],
        python: [{ function: mean, file: mean, line: 1 }],
      },
      use: {
        thread: thread(2, mean, { started: { thread: thread(9, mean), native: [], python: [] } }),
        python: [],
        native: [
          {
            module: mean,
            offset: 1,
            function: mean,
            file: mean,
            line: 3,
            symbol: mean,
            build_id: mean,
          },
        ],
      },
      candidates: [
        {
          connection: { id: 2, file: mean, mode: mean },
          home: { thread: thread(3, mean), native: [], python: [] },
        },
      ],
      why_unseen: { reason: 'other-language', message: mean },
    }),
    shared(mean, file, {
      join: { evidence: 'confirmed', confirmed_by: [crossThread(mean, file, { message: mean })] },
      edits: [{ where: { file, line: 2, column: 1 }, length: 1, text: mean, message: mean }],
    }),
  ],
  {
    problems: [{ file: mean, message: mean, fatal: true }],
    policy: mean,
    suppressions: [{ pattern: mean, hits: 1 }],
    runs: [{ pid: 1, exe: mean, policy: mean, sqlite: { version: mean, path: mean }, ended: true }],
  },
);

// A fatal problem makes `lanyard report` exit with 2; the page is written all the same.
evil.problems[0].fatal = false;
const html = await render('hostile', evil);

for (const javaScriptEnabled of [true, false])
  test(`hostile text stays text ${javaScriptEnabled ? 'in the page' : 'without scripts'}`, () =>
    open(html, { javaScriptEnabled, viewport: { width: 320, height: 800 } }, async (page) => {
      if (javaScriptEnabled) {
        for (const toggle of await page.locator('.toggle').all()) await toggle.click();
        for (const details of await page.locator('main details').all())
          await details.evaluate((each) => {
            each.open = true;
          });
      }
      // Nothing of it has become an element.
      assert.equal(
        await page.locator('img, iframe, object, embed, link, base, [onerror], [onload]').count(),
        0,
      );
      assert.equal(await page.locator('script').count(), 3);
      const text = await page.locator('body').innerText();
      assert.ok(text.includes('<img src=x onerror=alert(2)>'));
      assert.ok(text.includes('{{data}}'), 'what looks like a place of the template is none');
      // What would turn or hide text is written out.
      assert.ok(text.includes('\\u{202e}gnp.exe') && text.includes('\\x00\\x07\\x1b[31m'));
      assert.doesNotMatch(text, /[\u0000-\u0008\u000e-\u001f\u202a-\u202e\u2066-\u2069\u2028]/);
      assert.equal(await overflows(page), false, 'long lines are folded');
    }));

test('hostile text can be searched for', () =>
  open(html, {}, async (page) => {
    await page.fill('#search', '<img');
    assert.equal(await page.locator('#count').innerText(), '2 findings');
    await page.fill('#search', 'y'.repeat(3000));
    assert.equal(await page.locator('#count').innerText(), '1 of 2 findings');
  }));

test('a source file gives its lines, the long ones cut', () =>
  open(html, {}, async (page) => {
    await page.locator('.toggle').nth(0).click();
    const excerpt = await page.locator('.excerpt').first().innerText();
    assert.ok(excerpt.includes('</script><script>alert(1)</script>'));
    assert.ok(excerpt.includes('\\u{202e} reversed'));
    assert.match(excerpt, /x{100,}…/);
    assert.ok(!/x{300}/.test(excerpt));
  }));

import { html, unbroken } from './markup.ts';

test('text put into markup is escaped, markup is not', () => {
  expect(html`<p title="${'"x" & \'y\''}">${'<b>'}${html`<i>${[1, 'a<']}</i>`}</p>`.text).toBe(
    '<p title="&quot;x&quot; &amp; &#39;y&#39;">&lt;b&gt;<i>1a&lt;</i></p>',
  );
});

test('numbers stay with their units and words do not', () => {
  expect(unbroken('99 % after 1 h 5 min, 3 healed')).toBe(
    '99\u00a0% after 1\u00a0h 5\u00a0min, 3 healed',
  );
});

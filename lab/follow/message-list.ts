// All messages of a followed node as a table, a page of it at a time. The page has the moment.
import { formatCount } from '#runner/sentences/human-numbers.ts';
import type { FollowedMessage, FollowedNode } from '#twin/network/follow/followed.ts';
import { button, element } from '../page/element.ts';
import { batchWords, messageAt, momentWords, titleOf, waitWords } from './follow-steps.ts';
import { causeWords, decisionWords, writeWords } from './follow-words.ts';

/** The list on the page. */
export interface MessageList {
  readonly root: HTMLElement;
  show(followed: FollowedNode, atMs: number): void;
}

const rowsPerPage = 8;

/** @param onGo a reader wants to see a message: its place in the list */
export function messageList(onGo: (place: number) => void): MessageList {
  const body = element('tbody');
  const where = element('span', { role: 'status' });
  const caption = element('caption');
  let followed: FollowedNode | null = null;
  let page = 0;
  let chosen = -1;
  const pageCount = () => Math.max(1, Math.ceil((followed?.messages.length ?? 0) / rowsPerPage));
  const turn = (by: number) => {
    page = Math.min(pageCount() - 1, Math.max(0, page + by));
    draw();
  };
  const [back, on] = [button('Earlier', () => turn(-1)), button('Later', () => turn(1))];
  const draw = () => {
    const from = page * rowsPerPage;
    const shown = followed?.messages.slice(from, from + rowsPerPage) ?? [];
    body.replaceChildren(...shown.map((one, at) => rowOf(one, from + at, chosen, onGo)));
    where.textContent = `Page ${formatCount(page + 1)} of ${formatCount(pageCount())}`;
    back.disabled = page === 0;
    on.disabled = page === pageCount() - 1;
  };
  const heads = ['Message', 'Sent', 'Due', 'In the queue', 'Batch', 'Decided', 'Written'];
  const head = element(
    'tr',
    {},
    ...heads.map((word) => element('th', { scope: 'col', class: 'words' }, word)),
  );
  const table = element('table', {}, caption, element('thead', {}, head), body);
  const scroll = {
    class: 'scroll',
    tabindex: '0',
    role: 'region',
    'aria-label': 'Messages, table',
  };
  const root = element(
    'div',
    { class: 'message-list' },
    element('div', scroll, table),
    element('p', {}, back, ' ', on, ' ', where),
  );
  return {
    root,
    show: (next, atMs) => {
      const at = messageAt(next, atMs);
      if (next === followed && at === chosen) return;
      [followed, chosen] = [next, at];
      page = Math.floor(Math.max(0, at) / rowsPerPage);
      caption.textContent = captionOf(next);
      draw();
    },
  };
}

function captionOf({ nodeId, cell, pk, messages, leftOutCount }: FollowedNode): string {
  const more = leftOutCount === 0 ? '' : ` and ${formatCount(leftOutCount)} more that are not kept`;
  const count = `${formatCount(messages.length)} messages${more}`;
  return `${nodeId}, of cell ${cell}: ${count}. All items that are written have the pk ${pk}.`;
}

function rowOf(
  message: FollowedMessage,
  place: number,
  chosen: number,
  onGo: (place: number) => void,
): HTMLElement {
  const { sentAtMs, dueAtMs, countedAttempts, follows, writes } = message;
  const title = titleOf(message);
  const go = button(`${place + 1}. ${title}`, () => onGo(place), {
    class: 'when',
    'aria-label': `Go to message ${place + 1}, ${title}`,
  });
  const cause = follows === place - 1 ? '' : ` ${causeWords(message, follows)}`;
  const counted = countedAttempts === 0 ? '' : `${formatCount(countedAttempts)} attempts counted`;
  const sent = sentAtMs === null ? counted : `${momentWords(sentAtMs)}${cause}`;
  const words = [
    sent,
    momentWords(dueAtMs),
    waitWords(message),
    batchWords(message),
    decisionWords(message),
    writes.map(writeWords).join('; ') || 'nothing',
  ];
  return element(
    'tr',
    place === chosen ? { class: 'here', 'aria-current': 'true' } : {},
    element('th', { scope: 'row' }, go),
    ...words.map((one) => element('td', { class: 'words' }, one)),
  );
}

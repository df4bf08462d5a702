// One PC followed through the queues: who is followed, its messages as a list and as a drawing.
import { policyClass } from '#cli/report/chart-frame.ts';
import { formatShare } from '#runner/sentences/human-numbers.ts';
import type { FollowedNode } from '#twin/network/follow/followed.ts';
import type { Pick as FollowPick } from '#twin/network/follow/scout.ts';
import type { ChosenRun } from '../map/chosen-run.ts';
import { button, element } from '../page/element.ts';
import type { Moment } from '../page/moment.ts';
import type { RunRequest } from '../twin/worker-messages.ts';
import { readWhom } from './follow-link.ts';
import type { Whom } from './follow-messages.ts';
import { messageAt, standingWords, stepsOf } from './follow-steps.ts';
import { summaryRows, sumsOf } from './follow-summary.ts';
import { followInWorkers } from './follow-workers.ts';
import { messageList } from './message-list.ts';
import { sequenceDrawing } from './sequence-drawing.ts';

/** The panel on the page. */
export interface FollowPanel {
  /**
   * Other runs are shown: whoever was followed is so no more.
   * @param runs those of `runRequests`; null: they are not computed here, and cannot be followed
   */
  show(runs: readonly (RunRequest | null)[] | null): void;
  /** Follows somebody through the runs that are shown. */
  follow(whom: Whom): void;
}

/** What the panel is made with. */
export interface FollowPanelOptions {
  readonly moment: Moment;
  readonly chosen: ChosenRun;
  readonly startWorker: (name: string) => Worker;
  readonly speak: (words: string) => void;
  /** Somebody else is followed now, or nobody. */
  readonly onWhom: (whom: Whom | null) => void;
}

const pickWords: readonly (readonly [FollowPick, string])[] = [
  ['first-restart', 'One that restarts first'],
  ['longest-wait', 'One that waits longest'],
  ['lost-supernode', 'A supernode that is lost'],
];

/** Fills the panel's place. */
export function followPanel(place: HTMLElement, options: FollowPanelOptions): FollowPanel {
  return new Panel(place, options);
}

class Panel implements FollowPanel {
  readonly #options: FollowPanelOptions;
  readonly #status = element('p', { role: 'status', class: 'status' });
  readonly #name = element('input', { type: 'text', id: 'follow-name', spellcheck: 'false' });
  readonly #form: HTMLFormElement;
  readonly #shown = element('div', { class: 'followed' });
  #isComputed = false;
  #runs: readonly (RunRequest | null)[] = [];
  #followed = new Map<string, FollowedNode | null>();
  #parts = new Map<string, number>();
  #stop: () => void = () => {};
  #view: FollowedView | null = null;

  constructor(place: HTMLElement, options: FollowPanelOptions) {
    this.#options = options;
    this.#form = this.#inputs();
    place.append(this.#form, this.#status, this.#shown);
    options.moment.listen(() => this.#showNode());
    options.chosen.listen(() => this.#showNode());
  }

  show(runs: readonly (RunRequest | null)[] | null): void {
    this.#reset();
    this.#isComputed = runs !== null;
    this.#runs = runs ?? [];
    for (const one of this.#form.querySelectorAll<HTMLButtonElement>('button, input'))
      one.disabled = runs === null;
    this.#status.textContent = this.#standingNote();
  }

  follow(whom: Whom): void {
    const { startWorker, onWhom } = this.#options;
    this.#reset();
    const runs = this.#runs.filter((one) => one !== null);
    if (runs.length === 0) return;
    onWhom(whom);
    this.#name.value = whom.kind === 'node' ? whom.nodeId : '';
    this.#parts = new Map(runs.map(({ policy }) => [policy.id, 0]));
    this.#sayProgress();
    this.#stop = followInWorkers(startWorker, runs, whom, {
      onProgress: (policy, part) => {
        this.#parts.set(policy, part);
        this.#sayProgress();
      },
      onFollowed: (policy, followed) => this.#take(policy, followed, runs),
      onFailure: (policy, reason) => {
        this.#stop();
        this.#status.textContent = `Following under ${policy} failed: ${reason}.`;
      },
    });
  }

  #reset(): void {
    this.#stop();
    this.#stop = () => {};
    this.#followed = new Map();
    this.#view = null;
    this.#shown.replaceChildren();
  }

  #inputs(): HTMLFormElement {
    const form = element(
      'form',
      { class: 'actions follow-form' },
      element('label', { for: 'follow-name' }, 'PC'),
      this.#name,
      element('button', { type: 'submit', class: 'primary' }, 'Follow'),
      ...pickWords.map(([pick, words]) => button(words, () => this.follow({ kind: 'pick', pick }))),
      button('Follow nobody', () => {
        this.#reset();
        this.#status.textContent = this.#standingNote();
        this.#options.onWhom(null);
      }),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const read = readWhom(this.#name.value);
      if (read.kind === 'whom') this.follow(read.whom);
      else this.#status.textContent = read.said;
    });
    return form;
  }

  #sayProgress(): void {
    const parts = [...this.#parts].map(([policy, part]) => `${policy} ${formatShare(part)}`);
    this.#status.textContent = `Running once more to follow it: ${parts.join(', ')}`;
  }

  #take(policy: string, followed: FollowedNode | null, runs: readonly RunRequest[]): void {
    if (followed === null) {
      this.#stop();
      const last = (runs[0]?.nodeCount ?? 1) - 1;
      this.#status.textContent =
        `The run of ${policy} has no such PC. ` +
        `They are called n00000000 to n${String(last).padStart(8, '0')}.`;
      return;
    }
    this.#followed.set(policy, followed);
    this.#parts.set(policy, 1);
    const { moment, speak, onWhom } = this.#options;
    const isFirst = this.#followed.size === 1;
    // Whoever was looked for has a name now, so that the link needs no second search.
    if (isFirst) onWhom({ kind: 'node', nodeId: followed.nodeId });
    if (isFirst) this.#name.value = followed.nodeId;
    this.#view ??= new FollowedView(this.#shown, moment);
    this.#view.summarise(this.#columns(), moment.endMs);
    if (this.#followed.size < runs.length) this.#sayProgress();
    else
      this.#status.textContent = `Followed ${followed.nodeId}. ${this.#standingNote()}`.trimEnd();
    if (isFirst) this.#view.goToFirst(followed);
    this.#showNode();
    if (isFirst) speak(standingWords(followed, moment.atMs));
  }

  #showNode(): void {
    const { chosen, moment } = this.#options;
    const isAsked = this.#runs.some((run) => run?.policy.id === chosen.policy);
    const without = isAsked
      ? 'It is being followed under this policy.'
      : 'Nobody is followed under a policy that is written in the page: choose another above.';
    const followed = this.#followed.get(chosen.policy) ?? null;
    this.#view?.show(followed ?? without, moment.atMs);
  }

  /** Who was followed so far, in the order of the runs, whose places are their colours. */
  #columns(): FollowedColumn[] {
    return this.#runs.flatMap((run, place) => {
      const followed = run === null ? null : (this.#followed.get(run.policy.id) ?? null);
      return run === null || followed === null ? [] : [{ policy: run.policy.id, place, followed }];
    });
  }

  /** What cannot be followed, as a sentence; empty where all can be. */
  #standingNote(): string {
    if (!this.#isComputed) return 'Only runs that this page computes can be followed.';
    if (!this.#runs.includes(null)) return '';
    return 'Nobody is followed under the policy written in the page, only under the others.';
  }
}

/** So many messages are drawn: the one before the moment's, that one, and those that follow. */
const [drawnBefore, drawnCount] = [1, 4] as const;

/** A run in which a node was followed. */
interface FollowedColumn {
  readonly policy: string;
  /** Its place among the policies that are compared. */
  readonly place: number;
  readonly followed: FollowedNode;
}

/** What is shown of a node that is followed. */
class FollowedView {
  readonly #moment: Moment;
  readonly #summary = element('div', {});
  readonly #standing = element('p', { class: 'standing' });
  readonly #drawing = element('div', {
    class: 'scroll',
    tabindex: '0',
    role: 'region',
    'aria-label': 'Messages, drawing; the table has the same',
  });
  readonly #list = messageList((place) => this.#goTo(place));
  #node: FollowedNode | null = null;
  #drawn = '';

  constructor(place: HTMLElement, moment: Moment) {
    this.#moment = moment;
    const keys = element(
      'p',
      { class: 'actions' },
      button('Message before', () => this.#step(-1)),
      button('Next message', () => this.#step(1)),
    );
    place.replaceChildren(this.#summary, this.#standing, keys, this.#drawing, this.#list.root);
  }

  /** Sums of all runs that were followed so far, side by side. */
  summarise(columns: readonly FollowedColumn[], endMs: number): void {
    const sums = columns.map(({ followed }) => sumsOf(followed, endMs));
    const heads = columns.map(({ policy, place }) =>
      element('th', { scope: 'col', class: `name ${policyClass(place)}` }, policy),
    );
    const rows = summaryRows.map(([label, words]) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, label),
        ...sums.map((one) => element('td', {}, words(one))),
      ),
    );
    const table = element(
      'table',
      {},
      element('caption', {}, 'The same PC under each policy'),
      element('thead', {}, element('tr', {}, element('td'), ...heads)),
      element('tbody', {}, ...rows),
    );
    const scroll = {
      class: 'scroll',
      tabindex: '0',
      role: 'region',
      'aria-label': 'The PC, table',
    };
    this.#summary.replaceChildren(element('div', scroll, table));
  }

  /** @param followed words where there is nobody to be shown */
  show(followed: FollowedNode | string, atMs: number): void {
    const isNobody = typeof followed === 'string';
    this.#list.root.hidden = isNobody;
    if (isNobody) {
      this.#node = null;
      this.#standing.textContent = followed;
      this.#drawing.replaceChildren();
      this.#drawn = '';
      return;
    }
    this.#node = followed;
    this.#standing.textContent = standingWords(followed, atMs);
    this.#list.show(followed, atMs);
    this.#draw(followed, atMs);
  }

  goToFirst(followed: FollowedNode): void {
    this.#node = followed;
    const at = followed.messages.findIndex(({ type }) => type !== 'LeaseRenewed');
    this.#goTo(Math.max(0, at));
  }

  #draw(followed: FollowedNode, atMs: number): void {
    const at = messageAt(followed, atMs);
    const from = Math.max(0, at - drawnBefore);
    const shown = followed.messages.slice(from, from + drawnCount);
    const steps = shown
      .flatMap((message, place) => stepsOf(message, from + place))
      .toSorted((one, other) => one.atMs - other.atMs);
    const reached = steps.filter((step) => step.atMs <= atMs).length;
    const key = `${followed.messages.length} ${from} ${at} ${reached}`;
    if (key === this.#drawn) return;
    this.#drawn = key;
    this.#drawing.replaceChildren(sequenceDrawing(steps, at, atMs));
  }

  #step(by: number): void {
    if (this.#node === null) return;
    this.#goTo(messageAt(this.#node, this.#moment.atMs) + by);
  }

  /** Moves to where a message was decided, or sent where it never was. */
  #goTo(place: number): void {
    const { messages = [] } = this.#node ?? {};
    const message = messages[Math.min(messages.length - 1, Math.max(0, place))];
    if (message === undefined) return;
    const { decidedAtMs, sentAtMs, dueAtMs } = message;
    this.#moment.moveTo(decidedAtMs ?? sentAtMs ?? dueAtMs, 'keys');
  }
}

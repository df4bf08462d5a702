// The sections on the service itself: its map, its state machine, and one PC that is followed.
import type { RunSoFar } from '../charts/run-so-far.ts';
import { linkWithFollow } from '../follow/follow-link.ts';
import type { Whom } from '../follow/follow-messages.ts';
import { followPanel } from '../follow/follow-panel.ts';
import { runRequests } from '../follow/follow-requests.ts';
import type { LabInputs } from '../inputs/inputs.ts';
import { ChosenRun } from '../map/chosen-run.ts';
import { insidePanel } from '../map/inside-panel.ts';
import { byId } from './element.ts';
import type { Moment } from './moment.ts';
import { startWorker } from './page-run.ts';

/** The sections on the page. */
export interface ServiceSections {
  /**
   * Other runs begin.
   * @param inputs null: they are not computed here, and nobody can be followed
   */
  begin(inputs: LabInputs | null): void;
  show(runs: readonly RunSoFar[]): void;
  /** The runs are done: whoever the link named is followed now. */
  done(): void;
  /** Follows somebody in the runs that begin next, as soon as they are done; null: nobody. */
  followNext(whom: Whom | null): void;
  /** Follows somebody in the runs that are shown, as soon as they are done; null: nobody else. */
  followShown(whom: Whom | null): void;
}

/** Fills the places of the sections. */
export function serviceSections(moment: Moment, speak: (words: string) => void): ServiceSections {
  const chosen = new ChosenRun();
  const inside = insidePanel(byId('inside'), moment, chosen, speak);
  const follow = followPanel(byId('follow'), {
    moment,
    chosen,
    startWorker,
    speak,
    onWhom: writeLink,
  });
  let next: Whom | null = null;
  let later: Whom | null = null;
  let isDone = false;
  return {
    begin: (inputs) => {
      later = inputs === null ? null : next;
      next = null;
      isDone = false;
      follow.show(inputs === null ? null : runRequests(inputs));
      if (later !== null) writeLink(later);
    },
    show: (runs) => {
      chosen.setPolicies(runs.map(({ policy }) => policy));
      inside.show(runs, originWords(runs));
    },
    done: () => {
      isDone = true;
      if (later !== null) follow.follow(later);
      later = null;
    },
    followNext: (whom) => {
      next = whom;
    },
    followShown: (whom) => {
      if (whom === null) return;
      writeLink(whom);
      if (isDone) follow.follow(whom);
      else later = whom;
    },
  };
}

/** The address says who is followed, and so does the link that is copied. */
function writeLink(whom: Whom | null): void {
  const hash = linkWithFollow(location.hash.replace(/^#/, ''), whom);
  history.replaceState(null, '', `#${hash}`);
  const link = document.getElementById('copy-link');
  if (link instanceof HTMLInputElement) link.value = location.href;
}

/**
 * What is missing is said: a recorded run has no details, and neither has a run that just began.
 */
function originWords(runs: readonly RunSoFar[]): string {
  const isDone = runs.every(({ done }) => done !== null);
  if (runs.some(({ details = null }) => details !== null)) return '';
  return isDone ? 'Of these runs no figures of single parts were recorded.' : '';
}

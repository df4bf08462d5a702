// The sections on the service itself: its map, its state machine, and one PC that is followed.
import type { RunSoFar } from '../charts/run-so-far.ts';
import { linkWithFollow } from '../follow/follow-link.ts';
import type { Whom } from '../follow/follow-messages.ts';
import type { FollowPanel, FollowPanelOptions } from '../follow/follow-panel.ts';
import { runRequests } from '../follow/follow-requests.ts';
import type { LabInputs } from '../inputs/inputs.ts';
import { ChosenRun } from '../map/chosen-run.ts';
import type { InsidePanel } from '../map/inside-panel.ts';
import { loadService } from '../map/load-service.ts';
import type { ServiceKit } from '../map/service-kit.ts';
import type { RunRequest } from '../twin/worker-messages.ts';
import { button, byId, element } from './element.ts';
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

/** Fills the places of the sections, with panels that are loaded when the first runs begin. */
export function serviceSections(moment: Moment, speak: (words: string) => void): ServiceSections {
  const chosen = new ChosenRun();
  let panels: Panels | null = null;
  let isAsked = false;
  let requests: readonly (RunRequest | null)[] | null = null;
  let runs: readonly RunSoFar[] = [];
  let next: Whom | null = null;
  let later: Whom | null = null;
  let isDone = false;
  const followLater = () => {
    if (panels === null || later === null || !isDone) return;
    const whom = later;
    later = null;
    panels.follow.follow(whom);
  };
  const load = () =>
    loadedPanels({ moment, chosen, startWorker, speak, onWhom: writeLink }, (loaded) => {
      panels = loaded;
      panels.follow.show(requests);
      if (runs.length > 0) panels.inside.show(runs, originWords(runs));
      followLater();
    });
  return {
    begin: (inputs) => {
      later = inputs === null ? null : next;
      next = null;
      isDone = false;
      requests = inputs === null ? null : runRequests(inputs);
      if (later !== null) writeLink(later);
      if (!isAsked) load();
      isAsked = true;
      panels?.follow.show(requests);
    },
    show: (all) => {
      runs = all;
      chosen.setPolicies(runs.map(({ policy }) => policy));
      panels?.inside.show(runs, originWords(runs));
    },
    done: () => {
      isDone = true;
      followLater();
    },
    followNext: (whom) => {
      next = whom;
    },
    followShown: (whom) => {
      if (whom === null) return;
      writeLink(whom);
      later = whom;
      followLater();
    },
  };
}

/** The panels of the sections. */
interface Panels {
  readonly inside: InsidePanel;
  readonly follow: FollowPanel;
}

/** Puts the panels into their places once their script is there; else says that it is not. */
function loadedPanels(options: FollowPanelOptions, onLoaded: (panels: Panels) => void): void {
  const { moment, chosen, speak } = options;
  const [insidePlace, followPlace] = [byId('inside'), byId('follow')];
  const fill = ({ insidePanel, followPanel }: ServiceKit) => {
    insidePlace.replaceChildren();
    const inside = insidePanel(insidePlace, moment, chosen, speak);
    onLoaded({ inside, follow: followPanel(followPlace, options) });
  };
  const again = () => void loadService().then(fill, sayWhy);
  const sayWhy = (error: Error) =>
    insidePlace.replaceChildren(
      element('p', { class: 'note' }, error.message),
      button('Try again', again),
    );
  again();
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

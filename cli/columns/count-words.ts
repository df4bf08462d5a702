import type { Metric } from '#domain/stack-names.ts';

/**
 * What the functions count, in sentences. A run's `counts` have these names, and so have the
 * columns `count.…`. Terms: docs/glossary.md.
 */
export const countWords: Readonly<Record<Metric, string>> = {
  LoginAttempts: 'Log-in messages that were handled, whatever came of them.',
  LoginsPlaced: 'Clients that got a slot at a supernode.',
  LoginsDeferred: 'Attempts that were asked to come back at their admission time.',
  LoginsAbandoned: 'Attempts that were answered after the client had stopped waiting.',
  LoginsBusy: 'Attempts that were turned away because the rate-limit window was used up.',
  LoginsWithoutCapacity: 'Attempts that found no free slot at any live supernode.',
  LoginsRefused:
    'Attempts of unknown nodes, or of boots that have not happened; never tried again.',
  LoginsForged: 'Attempts whose proof of identity was not made with the key.',
  LoginsExpired: 'Attempts whose proof of identity had expired.',
  LoginsReplayed: 'Attempts whose proof of identity had been used already.',
  LoginsSuperseded: 'Attempts that were void: the node had booted again, was signed in, or off.',
  LoginsOvertaken: 'Attempts whose node changed while it was being placed; the client asks again.',
  LoginsStoodBy: 'Eligible clients without a free slot that became candidates for promotion.',
  LoginCopiesDropped: 'Second messages for one request that a duplicate check ended.',
  PlacementsContended: 'Placements that had to try another supernode, as the first one changed.',
  NodesJoined: 'PCs that were switched on.',
  NodesLeft: 'PCs that were switched off and signed off.',
  NodesRestarted: 'Restarts of PCs that were followed.',
  SelfProtections: 'Supernodes that gave up their role to protect themselves from attempts.',
  NodesLost: 'Supernodes whose lease ended without notice.',
  StaleEvents: 'Events that changed nothing, as something later was known already.',
  OrphansFound: 'Clients that noticed that their supernode was gone.',
  LeasesRenewed: 'Signs of life of supernodes, each of which extends a lease.',
  HealSteps: 'Steps in which heal read one cell and decided what it needs.',
  Promotions: 'Clients that heal made supernodes.',
  Retirements: 'Registrations of supernodes that had restarted, removed by heal.',
  MessagesHandled: 'Messages that the functions handled.',
  MessagesFailed: 'Messages whose handling failed; they are received again.',
  MessagesQuarantined: 'Messages that no retry can help, put aside with their reason.',
  ChargesNearCap: 'Charges of a run that had spent four fifths of its cost cap, or more.',
};

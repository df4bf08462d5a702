/** What may depend on the unknowns. */
export const studiedMeasures = {
  worstOffline: 'the largest share offline at once',
  healHours: 'hours from the last restart until all is well, or until the run ends',
  distance: 'the distance to the record; 1: a factor of two at each point',
} as const;

/** The name of a measure. */
export type StudiedMeasure = keyof typeof studiedMeasures;

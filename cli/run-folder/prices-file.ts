/** The copy of its price book that each run folder keeps. */
export const pricesFile = 'prices.json';

// Seeds of the swarm that failed once, each with what it showed. What a seed draws changes with the
// drawing, so a bug that matters is also planted (planted-bugs/) or has a test of its own.
export const regressionSeeds: readonly { readonly seed: number; readonly showed: string }[] = [
  {
    seed: 16,
    showed: 'all supernodes silent at once, the operators too: nobody is left to notice it',
  },
  {
    seed: 68,
    showed: 'a message that is delivered twice again and again dies although it was done',
  },
  {
    seed: 185,
    showed: 'a lease that is shorter than a redelivery is over before anybody can know',
  },
  {
    seed: 1041,
    showed: 'a restart that was half done was taken for one that nobody had heard of',
  },
  { seed: 5721, showed: 'heal went on for ever in a cell that nobody was left to bring slots to' },
  { seed: 5899, showed: 'the same, in one of two cells' },
  { seed: 843, showed: 'the same, before copies of log-ins were drawn' },
  {
    seed: 518,
    showed: 'copies that the swarm makes of copies outran the duplicate checks for hours',
  },
  { seed: 986, showed: 'a message said another attempt once the swarm had become quiescent' },
];

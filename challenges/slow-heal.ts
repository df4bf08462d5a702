/** Fields of a network whose heal looks once a minute and promotes one PC at a time. */
export const slowHeal: Readonly<Record<string, string>> = {
  'timings.healPaceMs': '60s',
  // A step is presumed lost only after more than a pause.
  'timings.healOverdueMs': '3min',
  'sizes.promotionsPerStep': '1',
  'sizes.headroom': '1.5',
};

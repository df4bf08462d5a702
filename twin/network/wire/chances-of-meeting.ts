// Chances of a binomial distribution, for attempts that are counted and not executed.

/**
 * How likely one of several supernodes is asked at least once, and more than once, where each
 * attempt asks any of them alike. @param attemptCount need not be whole
 */
export function chancesOfMeeting(
  attemptCount: number,
  knownCount: number,
): { readonly once: number; readonly again: number } {
  const chance = 1 / knownCount;
  const none = (1 - chance) ** attemptCount;
  if (attemptCount <= 1) return { once: 1 - none, again: 0 };
  const exactlyOnce = attemptCount * chance * (1 - chance) ** (attemptCount - 1);
  return { once: 1 - none, again: Math.max(0, 1 - none - exactlyOnce) };
}

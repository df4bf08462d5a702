// Quantiles of the beta distribution, which shares have: of machines, or of months that fail.

/**
 * The value below which a beta variable stays with a given chance.
 * @param a,b both above 0; the mean is a / (a + b)
 * @param chance from 0 to 1
 */
export function betaQuantile(a: number, b: number, chance: number): number {
  let low = 0;
  let high = 1;
  // Until no double is left in between, which next to 0 takes more rounds than elsewhere.
  for (let middle = 0.5; low < middle && middle < high; middle = (low + high) / 2) {
    if (betaShareBelow(a, b, middle) < chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The chance that a beta variable is at most x: the regularised incomplete beta function. */
export function betaShareBelow(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast on the near side of the mean; the far side is its mirror image.
  if (x > (a + 1) / (a + b + 2)) return 1 - betaShareBelow(b, a, 1 - x);
  const logFront =
    a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b);
  return (Math.exp(logFront) / a) * continuedFraction(a, b, x);
}

/**
 * The continued fraction of the incomplete beta function (Abramowitz and Stegun 26.5.8), from its
 * tail to its head. Where it is asked, 300 terms are far more than a double can say for a and b up
 * to ten thousand.
 */
function continuedFraction(a: number, b: number, x: number): number {
  let value = 1;
  for (let term = 300; term >= 1; term -= 1) {
    const m = Math.floor(term / 2);
    const isEven = term % 2 === 0;
    const numerator = isEven
      ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
      : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    value = 1 + numerator / value;
  }
  return 1 / value;
}

/** Stirling's series, where its error is below 1e-13: smaller arguments are moved up first. */
function logGamma(x: number): number {
  if (x < 12) return logGamma(x + 1) - Math.log(x);
  const inverse = 1 / x;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}

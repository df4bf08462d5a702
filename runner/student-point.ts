/** Student's 97.5 % points, from one degree of freedom up (NIST/SEMATECH handbook, 1.3.6.7.2). */
const studentPoints = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145,
  2.131, 2.12, 2.11, 2.101, 2.093, 2.086,
];

/**
 * How many standard errors a 95 % interval reaches to each side. Above twenty degrees of freedom it
 * is that of twenty, which is a little too wide. NaN without a degree of freedom.
 */
export function studentPoint(freedom: number): number {
  return studentPoints[Math.min(freedom, studentPoints.length) - 1] ?? Number.NaN;
}

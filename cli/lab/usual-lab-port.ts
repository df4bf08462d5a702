/**
 * The port of this machine at which the lab is served unless another is asked for. Reports link to
 * it. It is ours to choose: no engine and no common server of a developer's machine has it.
 */
export const usualLabPort = 4807;

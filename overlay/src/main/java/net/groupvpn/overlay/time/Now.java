package net.groupvpn.overlay.time;

/**
 * The time of one input.
 *
 * @param bootNanos nanoseconds on a clock that also runs while the machine sleeps (CLOCK_BOOTTIME);
 *     leases, ratchets, keepalives and timers use it
 * @param wallMillis milliseconds since 1970 UTC; only certificates, CRLs and signed expiry times
 *     use it
 */
public record Now(long bootNanos, long wallMillis) {}

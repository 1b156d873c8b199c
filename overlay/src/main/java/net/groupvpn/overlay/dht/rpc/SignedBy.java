package net.groupvpn.overlay.dht.rpc;

/**
 * What was verified, and who signed it.
 *
 * @param signer as its certificate says
 */
public record SignedBy(Signed signed, Seat signer) {}

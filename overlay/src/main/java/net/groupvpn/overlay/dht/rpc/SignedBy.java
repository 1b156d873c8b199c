package net.groupvpn.overlay.dht.rpc;

/**
 * Verified content and its signer.
 *
 * @param signer the signer's identity from its certificate
 */
public record SignedBy(Signed signed, Seat signer) {}

package net.groupvpn.overlay.discovery;

import java.util.Optional;
import net.groupvpn.overlay.discovery.PublicDiscovery.Member;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * An entry of the public DHT: the group's discovery public key, a nonce, the encrypted private node
 * ID, and a signature with the discovery key. The signature also covers the publisher, so nobody
 * can publish a copy as their own.
 */
public final class DiscoveryEntry {
  private static final int SEALED_BYTES = NodeId.BYTES + DiscoveryKeys.TAG_BYTES;

  private DiscoveryEntry() {}

  static byte[] write(DiscoveryKeys keys, Member member, byte[] nonce) {
    byte[] sealed = keys.encrypt(nonce, member.privateNode().toBytes());
    byte[] signature = keys.sign(signedPart(member.publicNode(), nonce, sealed));
    return new WireWriter()
        .fixed(keys.publicKey())
        .fixed(nonce)
        .fixed(sealed)
        .fixed(signature)
        .toBytes();
  }

  /** Reads an entry of this group, signed by {@code publisher}; empty if it is anything else. */
  static Optional<Member> read(DiscoveryKeys keys, NodeId publisher, byte[] value) {
    if (!isGenuine(keys.place(), publisher, value)) {
      return Optional.empty();
    }
    try {
      WireReader in = new WireReader(value);
      in.fixed(DiscoveryKeys.PUBLIC_KEY_BYTES);
      byte[] plain = keys.decrypt(in.fixed(DiscoveryKeys.NONCE_BYTES), in.fixed(SEALED_BYTES));
      return plain == null
          ? Optional.empty()
          : Optional.of(new Member(NodeId.of(plain), publisher));
    } catch (WireException e) {
      return Optional.empty();
    }
  }

  /**
   * What a replica of the public DHT checks before it stores anything: the value's author holds the
   * secret that belongs to its key, and made the value for this publisher. Costly.
   */
  public static boolean isGenuine(NodeId key, NodeId publisher, byte[] value) {
    try {
      WireReader in = new WireReader(value);
      byte[] publicKey = in.fixed(DiscoveryKeys.PUBLIC_KEY_BYTES);
      byte[] nonce = in.fixed(DiscoveryKeys.NONCE_BYTES);
      byte[] sealed = in.fixed(SEALED_BYTES);
      byte[] signature = in.fixed(DiscoveryKeys.SIGNATURE_BYTES);
      in.end();
      return DiscoveryKeys.placeOf(publicKey).equals(key)
          && DiscoveryKeys.isSignedBy(publicKey, signedPart(publisher, nonce, sealed), signature);
    } catch (WireException e) {
      return false;
    }
  }

  private static byte[] signedPart(NodeId publisher, byte[] nonce, byte[] sealed) {
    return new WireWriter()
        .text("groupvpn discovery entry")
        .nodeId(publisher)
        .fixed(nonce)
        .fixed(sealed)
        .toBytes();
  }
}

package net.groupvpn.overlay.security;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import net.groupvpn.overlay.id.NodeId;

/**
 * A model of security for simulations: the flights, sizes and refusals of the real one, repeatable,
 * and without any protection. Certificates have {@value #CERTIFICATE_BYTES} bytes instead of about
 * 400, because a simulation holds very many.
 */
public final class ModelSecurity implements Security {
  /** Length of a model certificate, bytes: the node ID, its roles, and its member's number. */
  public static final int CERTIFICATE_BYTES = NodeId.BYTES + 1 + Short.BYTES;

  /** Members are numbered from 1 to this; 0 means no member, as in the public overlay. */
  public static final int MAX_MEMBER = 0xffff;

  private static final int MEMBER_OFFSET = NodeId.BYTES + 1;

  /** Length of a signature, bytes, as of Ed25519. */
  public static final int SIGNATURE_BYTES = 64;

  /** The year 9999: nothing expires. */
  private static final long NEVER_MILLIS = 253_402_300_799_000L;

  private static final long FRAME_SEED = 2;
  private static final long SIGNATURE_SEED = 3;
  private static final long EXPAND_SEED = 4;

  private final NodeId nodeId;
  private final byte[] certificate;
  private final Predicate<NodeId> trusted;
  private final IntSupplier groupMembers;
  private long handshakes;

  /**
   * Makes a node.
   *
   * @param trusted the nodes that it admits, asked each time; a node that is not admitted counts as
   *     revoked
   */
  public ModelSecurity(NodeId nodeId, Set<Role> roles, Predicate<NodeId> trusted) {
    this(nodeId, roles, 0, () -> 0, trusted);
  }

  private ModelSecurity(
      NodeId nodeId,
      Set<Role> roles,
      int member,
      IntSupplier groupMembers,
      Predicate<NodeId> trusted) {
    this.nodeId = nodeId;
    this.certificate = Arrays.copyOf(nodeId.toBytes(), CERTIFICATE_BYTES);
    for (Role role : roles) {
      certificate[NodeId.BYTES] |= (byte) (1 << role.number());
    }
    certificate[MEMBER_OFFSET] = (byte) (member >> Byte.SIZE);
    certificate[MEMBER_OFFSET + 1] = (byte) member;
    this.groupMembers = groupMembers;
    this.trusted = trusted;
  }

  /**
   * Makes a node of a member; a member may have several nodes.
   *
   * @param member 1 to {@link #MAX_MEMBER}
   * @param groupMembers number of members as the CA states it; 0 if it does not
   * @param trusted the nodes that it admits, asked each time
   */
  public static ModelSecurity ofMember(
      NodeId nodeId, int member, IntSupplier groupMembers, Predicate<NodeId> trusted) {
    if (member < 1 || member > MAX_MEMBER) {
      throw new IllegalArgumentException(
          "members have numbers from 1 to " + MAX_MEMBER + ", not " + member);
    }
    return new ModelSecurity(nodeId, Set.of(), member, groupMembers, trusted);
  }

  /** Makes a node without roles that trusts everyone. */
  public ModelSecurity(NodeId nodeId) {
    this(nodeId, Set.of(), peer -> true);
  }

  @Override
  public NodeId nodeId() {
    return nodeId;
  }

  @Override
  public byte[] certificate() {
    return certificate.clone();
  }

  @Override
  public String member() {
    return member(certificate);
  }

  @Override
  public OptionalInt groupMembers() {
    int members = groupMembers.getAsInt();
    return members == 0 ? OptionalInt.empty() : OptionalInt.of(members);
  }

  @Override
  public HandshakeMachine initiate() {
    return new ModelHandshake(this, true, nextNonce());
  }

  @Override
  public HandshakeMachine respond() {
    return new ModelHandshake(this, false, nextNonce());
  }

  @Override
  public RecordCipher cipher(byte[] key, byte[] iv) {
    return new ModelCipher(key, iv);
  }

  @Override
  public byte[] expand(byte[] secret, String label, int length) {
    return ModelHash.stretch(ModelHash.of(ModelHash.of(EXPAND_SEED, secret), label), length);
  }

  @Override
  public byte[] frameMac(byte[] frame, int offset, int length) {
    return ModelHash.stretch(ModelHash.of(FRAME_SEED, frame, offset, length), FRAME_MAC_BYTES);
  }

  @Override
  public byte[] sign(byte[] message) {
    return signature(nodeId, message);
  }

  @Override
  public Verified verify(byte[] signer, byte[] message, byte[] signature, long wallMillis) {
    Verified verified = check(signer);
    PeerIdentity identity = verified.signer();
    return identity == null || Arrays.equals(signature, signature(identity.nodeId(), message))
        ? verified
        : Verified.refused("the signature is not by node " + identity.nodeId());
  }

  @Override
  public boolean isStillTrusted(PeerIdentity peer, long wallMillis) {
    return trusted.test(peer.nodeId());
  }

  /**
   * The identity in a model certificate, if it is admitted; a node also accepts its own signatures.
   */
  Verified check(byte[] peer) {
    if (peer.length != CERTIFICATE_BYTES) {
      return Verified.refused("not a model certificate");
    }
    NodeId peerId = NodeId.of(Arrays.copyOf(peer, NodeId.BYTES));
    if (!trusted.test(peerId)) {
      return Verified.refused("node " + peerId + " is not admitted");
    }
    String hex = peerId.toHex();
    return Verified.by(
        new PeerIdentity(
            peerId, member(peer), roles(peer[NodeId.BYTES]), peer, hex, hex, NEVER_MILLIS));
  }

  private static String member(byte[] certificate) {
    int number =
        Byte.toUnsignedInt(certificate[MEMBER_OFFSET]) << Byte.SIZE
            | Byte.toUnsignedInt(certificate[MEMBER_OFFSET + 1]);
    return number == 0 ? "" : "m" + number;
  }

  /** Handshakes may be made on any thread, although a simulation does not do so. */
  private synchronized long nextNonce() {
    return ++handshakes;
  }

  private static Set<Role> roles(int bits) {
    EnumSet<Role> roles = EnumSet.noneOf(Role.class);
    for (Role role : Role.values()) {
      if ((bits & (1 << role.number())) != 0) {
        roles.add(role);
      }
    }
    return roles;
  }

  /** The signer's ID, then a checksum. */
  private static byte[] signature(NodeId signer, byte[] message) {
    byte[] id = signer.toBytes();
    byte[] signature = Arrays.copyOf(id, SIGNATURE_BYTES);
    long hash = ModelHash.of(ModelHash.of(SIGNATURE_SEED, id), message);
    ModelHash.stretch(hash, signature, NodeId.BYTES, SIGNATURE_BYTES - NodeId.BYTES);
    return signature;
  }
}

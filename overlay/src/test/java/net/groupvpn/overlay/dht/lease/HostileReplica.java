package net.groupvpn.overlay.dht.lease;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.groupvpn.overlay.dht.lease.LeaseAnswer.Status;
import net.groupvpn.overlay.dht.lease.LeaseMessages.ClaimRequest;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a member with patched code: it names nodes that do not exist, refuses everybody
 * except its friends, grants these whatever they ask, claims to own every key itself, and lies
 * about times.
 */
public final class HostileReplica {
  private static final int NAMES = 16;

  /** Flag in the operation's byte: the body is preceded by its length and followed by zeros. */
  private static final int PADDED = 0x80;

  private static final long TOLD_MILLIS = 60_000;
  private static final long TOP_GENERATION = 1L << 40;

  private final ModelSecurity security;

  /** The thieves of its side, to whom it grants everything. */
  public final Set<NodeId> friends = new TreeSet<>();

  /** The remaining time that it claims for every lease, milliseconds. */
  public long toldMillis = -1;

  /** Whether it says that it claims every key, and comes first; it never gets any. */
  public boolean contends;

  /** What it shows to a claimant of a key, in the form of a CONFIRM; null for nothing. */
  public byte @Nullable [] shown;

  /** Who it says owns every key; null for itself. */
  public @Nullable ModelSecurity told;

  /** In whose name it answers; null for its own. */
  public @Nullable NodeId speaksFor;

  /** Whether it ends its sessions before it answers. */
  public boolean hangsUp;

  /** Whose node it says each one is that it names; null if each is its own. */
  public @Nullable NodeId namedUnit;

  /** Whether every other one that it names is a friend of its, which exists. */
  public boolean namesFriends;

  /** Where those stand that it makes up: others name others. */
  public int number;

  /** Does nothing by itself. */
  public HostileReplica(ModelSecurity security) {
    this.security = security;
  }

  /** The answer to a DHT request, or null for silence. */
  public byte @Nullable [] answer(byte[] request, long wallMillis) {
    try {
      WireReader whole = new WireReader(request);
      long id = whole.i64();
      int kind = whole.u8();
      DhtOp op = DhtOp.of(kind & ~PADDED);
      WireReader reader =
          (kind & PADDED) == 0 ? whole : new WireReader(whole.variable(request.length));
      return switch (op) {
        case FIND -> response(id, names(reader.nodeId()));
        case FIND_PROVED -> response(id, signedNames(reader.nodeId(), id));
        case PUBLISHERS -> response(id, signedPublisher(reader.nodeId(), id));
        case PROPOSE, CONFIRM, RELEASE -> {
          ClaimRequest claim = ClaimRequest.read(reader, op);
          yield response(
              id, signed(verdict(claim.claim(), wallMillis).content(op, claim.claim().key(), id)));
        }
        case LEASE_STATE -> {
          NodeId key = reader.nodeId();
          LeaseAnswer mine = lie(Status.OK, key, 0, wallMillis);
          yield response(id, signed(mine.content(op, key, id)));
        }
        case CONTEND -> {
          SignedClaim claim = SignedClaim.read(reader);
          yield contends ? response(id, signed(part(claim).content(op, claim.key(), id))) : null;
        }
        default -> null;
      };
    } catch (WireException e) {
      throw new IllegalStateException(e);
    }
  }

  private LeaseAnswer verdict(SignedClaim claim, long wallMillis) throws WireException {
    if (contends && claim.op() != DhtOp.RELEASE) {
      return pending(claim);
    }
    if (!friends.contains(claim.claimant())) {
      return lie(Status.TAKEN, claim.key(), claim.issuedMillis(), wallMillis);
    }
    NodeId to = claim.claimant();
    return new LeaseAnswer(Status.OK, claim.generation(), to, to, claim.issuedMillis(), null);
  }

  private LeaseAnswer part(SignedClaim claim) throws WireException {
    byte[] told = shown;
    if (told == null) {
      return pending(claim);
    }
    ClaimRequest own = ClaimRequest.read(new WireReader(told), DhtOp.CONFIRM);
    LeaseAnswer.Lease lease = new LeaseAnswer.Lease(own.claim(), TOLD_MILLIS, own.proof());
    return new LeaseAnswer(Status.TAKEN, 0, null, null, claim.issuedMillis(), lease);
  }

  private LeaseAnswer pending(SignedClaim claim) {
    NodeId rival = security.nodeId();
    return new LeaseAnswer(Status.PENDING, 0, null, rival, claim.issuedMillis(), null);
  }

  private LeaseAnswer lie(Status status, NodeId key, long claimMillis, long wallMillis)
      throws WireException {
    ModelSecurity owner = told == null ? security : told;
    SignedClaim claim = claim(owner, key, TOP_GENERATION, wallMillis);
    LeaseAnswer.Lease lease =
        new LeaseAnswer.Lease(claim, toldMillis, LeaseProof.none(owner.nodeId()));
    return new LeaseAnswer(status, TOP_GENERATION, owner.nodeId(), null, claimMillis, lease);
  }

  /**
   * Nodes that do not exist, closer to the key than any real node; and friends, if it names them.
   */
  private byte[] names(NodeId key) {
    WireWriter writer = new WireWriter().u8(NAMES);
    NodeId speaker = speaksFor == null ? security.nodeId() : speaksFor;
    writer.nodeId(speaker).nodeId(speaker);
    Iterator<NodeId> named = List.copyOf(friends).listIterator(number % (friends.size() + 1));
    for (int i = 1; i < NAMES; i++) {
      boolean isFriend = namesFriends && i % 2 == 0 && named.hasNext();
      NodeId node = isFriend ? named.next() : invented(key, i);
      writer.nodeId(node).nodeId(namedUnit == null ? node : namedUnit);
    }
    return writer.toBytes();
  }

  private NodeId invented(NodeId key, int i) {
    byte[] id = key.toBytes();
    id[id.length - 2] ^= (byte) number;
    id[id.length - 1] ^= (byte) i;
    return NodeId.of(id);
  }

  private byte[] signedNames(NodeId key, long id) {
    WireWriter content = new WireWriter().text("groupvpn neighbours 1").nodeId(key).i64(id);
    return signed(content.fixed(names(key)).toBytes());
  }

  /** It keeps no record but one, of somebody who does not exist. */
  private byte[] signedPublisher(NodeId key, long id) {
    WireWriter content = new WireWriter().text("groupvpn publishers 1").nodeId(key).i64(id);
    content.flag(false).u8(1).nodeId(invented(key, 1)).i64(1);
    return signed(content.toBytes());
  }

  private byte[] signed(byte[] content) {
    WireWriter writer = new WireWriter();
    sign(security, content).write(writer);
    return writer.toBytes();
  }

  private static byte[] response(long id, byte[] body) {
    return new WireWriter().i64(id).fixed(body).toBytes();
  }

  private static Signed sign(ModelSecurity security, byte[] content) {
    return new Signed(content, security.certificate(), security.sign(content));
  }

  private static SignedClaim claim(
      ModelSecurity claimant, NodeId key, long generation, long wallMillis) throws WireException {
    byte[] content =
        SignedClaim.content(
            DhtOp.CONFIRM, key, claimant.nodeId(), generation, wallMillis, new byte[0]);
    WireWriter writer = new WireWriter();
    sign(claimant, content).write(writer);
    return SignedClaim.read(new WireReader(writer.toBytes()));
  }

  /**
   * The body of a CONFIRM or LEASE_LOST by which {@code thief} takes {@code key}, with
   * confirmations of all {@code accomplices}.
   */
  public static byte[] theft(
      ModelSecurity thief,
      List<ModelSecurity> accomplices,
      NodeId key,
      long generation,
      long wallMillis) {
    LeaseAnswer grant =
        new LeaseAnswer(Status.OK, generation, thief.nodeId(), null, wallMillis, null);
    List<ModelSecurity> most =
        accomplices.subList(0, Math.min(accomplices.size(), LeaseProof.MAX_GRANTS));
    return taking(thief, key, generation, wallMillis, grants(most, grant, DhtOp.CONFIRM, key));
  }

  /**
   * The body of a CONFIRM or LEASE_LOST by which {@code thief} takes {@code key}. It carries the
   * answers of honest {@code replicas} to its proposal at {@code wallMillis}, when the key was free
   * and {@code generation} was the last that they knew.
   */
  public static byte[] staleProposal(
      ModelSecurity thief,
      List<ModelSecurity> replicas,
      NodeId key,
      long generation,
      long wallMillis) {
    LeaseAnswer grant =
        new LeaseAnswer(Status.OK, generation, null, thief.nodeId(), wallMillis, null);
    return taking(
        thief, key, generation + 1, wallMillis, grants(replicas, grant, DhtOp.PROPOSE, key));
  }

  private static List<Signed> grants(
      List<ModelSecurity> signers, LeaseAnswer grant, DhtOp op, NodeId key) {
    return signers.stream().map(signer -> sign(signer, grant.content(op, key, 1))).toList();
  }

  private static byte[] taking(
      ModelSecurity thief, NodeId key, long generation, long wallMillis, List<Signed> grants) {
    try {
      SignedClaim claim = claim(thief, key, generation, wallMillis);
      LeaseProof proof =
          new LeaseProof(grants, thief.nodeId(), Set.of(), Set.of(), false, Long.MAX_VALUE);
      return new ClaimRequest(claim, proof).toBytes();
    } catch (WireException e) {
      throw new IllegalStateException(e);
    }
  }
}

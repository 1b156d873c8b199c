package net.groupvpn.lab.duels;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import net.groupvpn.lab.duels.Wiretap.SentClaim;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * A member with patched code, allied with the other liars. A node that searches for a key hears
 * only of liars, and of nodes that do not exist. Claims are answered in one of several {@link
 * Way}s. Owners are told now and then that a liar has the better lease, with the grants of all
 * liars.
 */
final class Liar {
  /** How claims are answered. */
  enum Way {
    /** Grants everything to everybody, and knows of no lease: a key may get two owners. */
    GRANT,
    /** Claims that the key is its own. */
    REFUSE,
    /** Stays silent. */
    SILENT,
    /** One of these at random, each time. */
    FICKLE;

    static Way drawn(SplittableRandom random, List<Way> ways) {
      return ways.get(random.nextInt(ways.size()));
    }
  }

  private static final List<Way> ALL = List.of(Way.values());
  private static final int NAMED_FRIENDS = 7;
  private static final int INVENTED = 8;
  private static final int MOST_GRANTS = 8;
  private static final int THEFT_ONE_IN = 4;
  private static final int OK = 0;
  private static final int TAKEN = 1;
  private static final int PENDING = 2;
  private static final String NEIGHBOURS = "groupvpn neighbours 1";
  private static final String CLAIM = "groupvpn lease claim 1";
  private static final String ANSWER = "groupvpn lease answer 1";

  private final DuelNet net;
  private final ModelSecurity security;
  private final List<ModelSecurity> league;
  private final Way way;

  Liar(DuelNet net, ModelSecurity security, List<ModelSecurity> league, Way way) {
    this.net = net;
    this.security = security;
    this.league = league;
    this.way = way;
  }

  void onRequest(Peer own, NodeId from, byte[] request) {
    try {
      WireReader whole = new WireReader(request);
      long id = whole.i64();
      int kind = whole.u8();
      boolean isPadded = (kind & ~Wiretap.OP_MASK) != 0;
      WireReader body = isPadded ? new WireReader(whole.variable(request.length)) : whole;
      DhtOp op = DhtOp.of(kind & Wiretap.OP_MASK);
      switch (op) {
        case FIND -> respond(own, from, id, names(body.nodeId()));
        case FIND_PROVED -> respond(own, from, id, signedNames(body.nodeId(), id));
        case PROPOSE, CONFIRM -> onClaim(own, from, SentClaim.read(request));
        case RELEASE -> {
          SentClaim claim = SentClaim.read(request);
          respond(own, from, id, signed(security, grant(claim)));
        }
        case LEASE_STATE -> onState(own, from, body.nodeId(), id);
        case CONTEND -> onContend(own, from, SentClaim.read(request));
        default -> {}
      }
    } catch (WireException e) {
      throw new IllegalStateException("an honest node sent what cannot be read", e);
    }
  }

  private void onClaim(Peer own, NodeId from, SentClaim claim) {
    switch (nextWay()) {
      case GRANT -> respond(own, from, claim.requestId(), signed(security, grant(claim)));
      case REFUSE -> respond(own, from, claim.requestId(), signed(security, refusal(claim)));
      default -> {}
    }
    boolean mayAttack = way != Way.GRANT && claim.op() == DhtOp.CONFIRM;
    if (mayAttack && net.random.nextInt(THEFT_ONE_IN) == 0) {
      steal(own, claim);
    }
  }

  /**
   * Claims nothing; claims or holds the key with the grants of the other liars; or stays silent.
   */
  private void onContend(Peer own, NodeId from, SentClaim claim) {
    switch (nextWay()) {
      case GRANT -> respond(own, from, claim.requestId(), signed(security, part(claim, OK)));
      case REFUSE -> {
        WireWriter part = part(claim, net.random.nextBoolean() ? TAKEN : PENDING);
        respond(own, from, claim.requestId(), signed(security, lease(part, claim.key(), 1)));
      }
      default -> {}
    }
  }

  private static WireWriter part(SentClaim claim, int status) {
    return new WireWriter()
        .text(ANSWER)
        .code(DhtOp.CONTEND)
        .nodeId(claim.key())
        .i64(claim.requestId())
        .u8(status)
        .i64(0)
        .i64(claim.issuedMillis())
        .flag(false)
        .flag(false)
        .flag(status != OK);
  }

  private void onState(Peer own, NodeId from, NodeId key, long id) {
    switch (nextWay()) {
      case GRANT ->
          respond(own, from, id, signed(security, told(DhtOp.LEASE_STATE, key, id).flag(false)));
      case REFUSE ->
          respond(
              own,
              from,
              id,
              signed(security, lease(told(DhtOp.LEASE_STATE, key, id).flag(true), key, 1)));
      default -> {}
    }
  }

  private Way nextWay() {
    Way next = way;
    while (next == Way.FICKLE) {
      next = Way.drawn(net.random, ALL);
    }
    return next;
  }

  private void respond(Peer own, NodeId to, long id, byte[] body) {
    byte[] payload = new WireWriter().i64(id).fixed(body).toBytes();
    net.send(own, to, to, PayloadKind.DHT_RESPONSE, payload);
  }

  // Lookups.

  /**
   * The liars; unless they should form a quorum, also nodes that do not exist, closer to the key
   * than any real node.
   */
  private byte[] names(NodeId key) {
    Set<NodeId> named = new LinkedHashSet<>(List.of(security.nodeId()));
    league.stream().limit(NAMED_FRIENDS).forEach(liar -> named.add(liar.nodeId()));
    if (nextWay() != Way.GRANT) {
      for (int i = 1; i <= INVENTED; i++) {
        byte[] id = key.toBytes();
        id[id.length - 1] ^= (byte) i;
        named.add(NodeId.of(id));
      }
    }
    WireWriter writer = new WireWriter().u8(named.size());
    named.forEach(node -> writer.nodeId(node).nodeId(node));
    return writer.toBytes();
  }

  private byte[] signedNames(NodeId key, long id) {
    return signed(
        security, new WireWriter().text(NEIGHBOURS).nodeId(key).i64(id).fixed(names(key)));
  }

  // Claims.

  private static WireWriter grant(SentClaim claim) {
    boolean isConfirm = claim.op() == DhtOp.CONFIRM;
    WireWriter writer =
        new WireWriter()
            .text(ANSWER)
            .code(claim.op())
            .nodeId(claim.key())
            .i64(claim.requestId())
            .u8(OK)
            .i64(claim.generation())
            .i64(claim.issuedMillis());
    optional(writer, isConfirm ? claim.claimant() : null);
    return optional(writer, claim.claimant()).flag(false);
  }

  private WireWriter refusal(SentClaim claim) {
    WireWriter writer =
        new WireWriter()
            .text(ANSWER)
            .code(claim.op())
            .nodeId(claim.key())
            .i64(claim.requestId())
            .u8(TAKEN)
            .i64(claim.generation() + 1)
            .i64(claim.issuedMillis());
    optional(writer, security.nodeId()).flag(false).flag(true);
    return lease(writer, claim.key(), claim.generation() + 1);
  }

  private WireWriter told(DhtOp op, NodeId key, long id) {
    return new WireWriter()
        .text(ANSWER)
        .code(op)
        .nodeId(key)
        .i64(id)
        .u8(OK)
        .i64(0)
        .i64(0)
        .flag(false)
        .flag(false);
  }

  private static WireWriter optional(WireWriter writer, @Nullable NodeId id) {
    writer.flag(id != null);
    return id == null ? writer : writer.nodeId(id);
  }

  /** A lease of this liar with the grants of all liars, for a full lease time. */
  private WireWriter lease(WireWriter writer, NodeId key, long generation) {
    long leaseMillis = TimeUnit.NANOSECONDS.toMillis(net.times.leaseNanos());
    return writer.fixed(theft(key, generation)).i64(leaseMillis);
  }

  /** Takes the key by force: replicas get a CONFIRM, and the owner hears that it has lost. */
  private void steal(Peer own, SentClaim claim) {
    byte[] body = theft(claim.key(), claim.generation() + 1);
    net.honest().forEach(peer -> ask(own, peer.id, DhtOp.CONFIRM, body));
    ask(own, claim.claimant(), DhtOp.LEASE_LOST, body);
  }

  private void ask(Peer own, NodeId to, DhtOp op, byte[] body) {
    byte[] request = new WireWriter().i64(net.random.nextLong()).code(op).fixed(body).toBytes();
    net.send(own, to, to, PayloadKind.DHT_REQUEST, request);
  }

  /** A claim of this liar, confirmed by all liars. */
  private byte[] theft(NodeId key, long generation) {
    long wallMillis = net.now().wallMillis();
    NodeId self = security.nodeId();
    WireWriter claim =
        new WireWriter()
            .text(CLAIM)
            .code(DhtOp.CONFIRM)
            .nodeId(key)
            .nodeId(self)
            .i64(generation)
            .i64(wallMillis)
            .variable(new byte[0]);
    SentClaim own =
        new SentClaim(DhtOp.CONFIRM, key, self, generation, wallMillis, 1, NodeId.hash());
    List<ModelSecurity> granters = league.subList(0, Math.min(league.size(), MOST_GRANTS));
    WireWriter writer = new WireWriter().fixed(signed(security, claim)).u8(granters.size());
    granters.forEach(granter -> writer.fixed(signed(granter, grant(own))));
    return writer.toBytes();
  }

  private static byte[] signed(ModelSecurity signer, WireWriter content) {
    byte[] bytes = content.toBytes();
    WireWriter writer = new WireWriter();
    new Signed(bytes, signer.certificate(), signer.sign(bytes)).write(writer);
    return writer.toBytes();
  }
}

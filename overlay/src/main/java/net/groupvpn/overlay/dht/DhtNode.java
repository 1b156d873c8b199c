package net.groupvpn.overlay.dht;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.lease.Claims;
import net.groupvpn.overlay.dht.lease.LeaseFinder;
import net.groupvpn.overlay.dht.lease.LeaseReplica;
import net.groupvpn.overlay.dht.lease.LeaseTimes;
import net.groupvpn.overlay.dht.record.PublisherCensus;
import net.groupvpn.overlay.dht.record.RecordFinder;
import net.groupvpn.overlay.dht.record.RecordPublisher;
import net.groupvpn.overlay.dht.record.RecordReplica;
import net.groupvpn.overlay.dht.record.RecordRule;
import net.groupvpn.overlay.dht.rpc.Committee;
import net.groupvpn.overlay.dht.rpc.DhtContext;
import net.groupvpn.overlay.dht.rpc.Lookup;
import net.groupvpn.overlay.dht.rpc.Rpc;
import net.groupvpn.overlay.dht.rpc.Signatures;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.routing.Messenger;
import net.groupvpn.overlay.security.Security;
import org.jspecify.annotations.Nullable;

/**
 * One node's part in the hash table, as client and as replica.
 *
 * <p>To wire it: build it once, after the messenger. It sets the handlers of both DHT payload kinds
 * and listens for sibling changes. It needs nothing else but the engine's timers and work. {@link
 * Messenger#isJoined} must be true for a node that is alone in its overlay, which is its own
 * quorum; otherwise it must be false until the sibling list is closed. Claims are granted only
 * while it is true. {@link Messenger#closestKnown} must include this node, and {@link
 * Messenger#onSiblingsChanged} must fire when links to siblings come or go, so that replicas
 * exchange what they hold. Before a clean shutdown call {@link #leave} and let outputs flow for a
 * moment.
 *
 * <p>All methods: engine thread only.
 */
public final class DhtNode implements Dht {
  private final DhtContext context;
  private final LeaseTimes times;
  private final RecordReplica records;
  private final RecordPublisher publisher;
  private final LeaseReplica leases;
  private final Claims claims;

  /** A node with the standard lease times. */
  public DhtNode(Engine engine, Security security, Messenger messenger) {
    this(engine, security, messenger, LeaseTimes.STANDARD);
  }

  /** All nodes of an overlay must have the same {@code times}. */
  public DhtNode(Engine engine, Security security, Messenger messenger, LeaseTimes times) {
    this(engine, security, messenger, times, RecordRule.ANY);
  }

  /** All nodes of an overlay must have the same {@code times} and {@code rule}. */
  public DhtNode(
      Engine engine, Security security, Messenger messenger, LeaseTimes times, RecordRule rule) {
    this.context =
        new DhtContext(
            engine, messenger, new Rpc(engine, messenger), new Signatures(engine, security));
    this.times = times;
    Lookup.serve(context);
    this.records = new RecordReplica(context, rule);
    this.publisher = new RecordPublisher(context);
    this.leases = new LeaseReplica(context, times);
    this.claims = new Claims(context, times);
  }

  @Override
  public void put(NodeId key, byte[] value, long ttlNanos, Consumer<Integer> done) {
    checkLength(value);
    publisher.put(key, value, ttlNanos, done);
  }

  @Override
  public void remove(NodeId key) {
    publisher.remove(key);
  }

  @Override
  public void get(NodeId key, Consumer<List<StoredRecord>> done) {
    RecordFinder.start(context, key, done);
  }

  @Override
  public void sample(NodeId key, Consumer<List<StoredRecord>> done) {
    RecordFinder.startSample(context, key, done);
  }

  @Override
  public void findPublishers(NodeId key, Consumer<Finding<Map<NodeId, Long>>> done) {
    PublisherCensus.start(context, key, done);
  }

  @Override
  public boolean mayClaim(NodeId key) {
    return claims.mayClaim(key);
  }

  /** At most one claim per key, and at most {@link Claims#MAX_CLAIMS} in total. */
  @Override
  public Claim claim(NodeId key, byte[] value, ClaimListener listener) {
    checkLength(value);
    return claims.claim(key, value, listener);
  }

  @Override
  public void setLeaseRule(LeaseRule rule) {
    leases.setRule(rule);
  }

  @Override
  public void findLease(NodeId key, Consumer<Finding<LeaseView>> done) {
    LeaseFinder.start(context, times, key, done);
  }

  @Override
  public void findClosest(NodeId target, Consumer<@Nullable NodeId> done) {
    Lookup.start(
        context,
        target,
        found -> done.accept(found.answered().isEmpty() ? null : found.answered().get(0)));
  }

  @Override
  public void findClosestProved(NodeId target, Consumer<Finding<NodeId>> done) {
    Lookup.startToRead(
        context,
        target,
        found -> {
          Committee committee = found.committee();
          boolean isKnown =
              committee.isQuorum(Set.copyOf(found.answered()))
                  && found.answered().contains(committee.nodes().get(0));
          done.accept(isKnown ? Finding.of(committee.nodes().get(0)) : Finding.unknown());
        });
  }

  @Override
  public void onClockSet() {
    leases.onClockSet();
    signAgain();
  }

  @Override
  public void onCertificateRenewed() {
    signAgain();
  }

  private void signAgain() {
    claims.sendAgain();
    publisher.publishAgain();
  }

  @Override
  public void leave() {
    claims.stop();
    publisher.stop();
    records.leave();
    leases.leave();
  }

  /** Records kept for others now. */
  public int storedRecords() {
    return records.size();
  }

  /** Lease keys about which something is kept now. */
  public int knownLeases() {
    return leases.size();
  }

  private static void checkLength(byte[] value) {
    if (value.length > MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "a value has at most " + MAX_VALUE_BYTES + " bytes, but this has " + value.length);
    }
  }
}

package net.groupvpn.overlay.handshake;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * The unfinished handshakes of one realm. The way of a frame: realm, MAC, form, then its exchange,
 * or a new one within the limits.
 */
public final class HandshakeTable {
  /** Most handshakes that this end has begun. */
  static final int MAX_INITIATED = 256;

  private record AnswerKey(Path source, long attempt) {}

  /** A handshake that the other end has begun, and who pays for it. */
  private record Answering(HandshakeExchange exchange, HalfOpenBudget.Payer payer) {}

  private final HandshakeContext context;
  private final HandshakeExchange.Owner owner;
  private final Map<Long, HandshakeExchange> initiated = new LinkedHashMap<>();
  private final Map<AnswerKey, Answering> answering = new HashMap<>();
  private final HalfOpenBudget budget = new HalfOpenBudget();
  private final CookieJar cookies;

  /** An empty table; {@code owner} hears of outcomes. */
  public HandshakeTable(HandshakeContext context, HandshakeExchange.Owner owner) {
    this.context = context;
    this.owner = owner;
    this.cookies = new CookieJar(context.engine());
  }

  /** Whether a handshake that this end has begun with {@code peer} is unfinished. */
  public boolean isOpening(NodeId peer) {
    return initiated.values().stream().anyMatch(e -> Objects.equals(peer, e.expected()));
  }

  private boolean isOpening(Path path) {
    return initiated.values().stream().anyMatch(e -> e.path().isSameAs(path));
  }

  /** Begins a handshake, unless one is running with this node, or on this path with any node. */
  public void open(Path path, @Nullable NodeId expected) {
    if (expected == null ? isOpening(path) : isOpening(expected)) {
      return;
    }
    if (initiated.size() >= MAX_INITIATED) {
      context.count(OverlayCounter.HANDSHAKE_REFUSED_INITIATED);
      return;
    }
    HandshakeExchange exchange = HandshakeExchange.initiate(context, owner, path, expected);
    initiated.put(exchange.attempt(), exchange);
    exchange.start();
  }

  /**
   * Handles a HANDSHAKE frame. {@code carrier} is the peer whose session brought it, or null if it
   * came directly.
   */
  public void onFrame(Path from, @Nullable NodeId carrier, byte[] frame) {
    if (isAuthentic(frame)) {
      onAuthenticFrame(from, carrier, frame);
    }
  }

  /** The responder is loaded: starts again with its cookie. */
  public void onRetry(Path from, byte[] bytes) {
    if (!isAuthentic(bytes)) {
      return;
    }
    try {
      RetryFrame frame = RetryFrame.decode(bytes);
      HandshakeExchange exchange = initiated.get(frame.attempt());
      if (exchange == null
          || !exchange.path().isSameAs(from)
          || !exchange.onRetry(frame.cookie())) {
        context.count(OverlayCounter.DROPPED_RETRY_STRAY);
      }
    } catch (WireException e) {
      context.count(OverlayCounter.DROPPED_RETRY_MALFORMED);
    }
  }

  private boolean isAuthentic(byte[] frame) {
    if (!FrameHeader.isForRealm(frame, context.realmTag())) {
      context.count(OverlayCounter.DROPPED_HANDSHAKE_REALM);
      return false;
    }
    if (!HandshakeFrame.hasRightMac(frame, context.security())) {
      context.count(OverlayCounter.DROPPED_HANDSHAKE_MAC);
      return false;
    }
    return true;
  }

  private void onAuthenticFrame(Path from, @Nullable NodeId carrier, byte[] bytes) {
    HandshakeFrame frame;
    try {
      frame = HandshakeFrame.decode(bytes);
    } catch (WireException e) {
      context.count(OverlayCounter.DROPPED_HANDSHAKE_MALFORMED);
      return;
    }
    HandshakeExchange exchange =
        frame.fromResponder() ? initiated.get(frame.attempt()) : answeringTo(from, carrier, frame);
    if (exchange != null) {
      exchange.onFrame(frame, bytes.length);
    } else if (frame.fromResponder()) {
      context.count(OverlayCounter.DROPPED_HANDSHAKE_STRAY);
    }
  }

  private @Nullable HandshakeExchange answeringTo(
      Path from, @Nullable NodeId carrier, HandshakeFrame frame) {
    AnswerKey key = new AnswerKey(from.key(), frame.attempt());
    Answering known = answering.get(key);
    return known != null
        ? known.exchange
        : respond(key, HalfOpenBudget.payer(key.source(), carrier), from, frame);
  }

  private @Nullable HandshakeExchange respond(
      AnswerKey key, HalfOpenBudget.Payer payer, Path from, HandshakeFrame frame) {
    if (budget.isFull(payer)) {
      context.count(OverlayCounter.DROPPED_HANDSHAKE_LIMIT);
      return null;
    }
    boolean isKnown = cookies.isGood(frame.cookie(), key.source(), key.attempt());
    if (!isKnown && budget.isLoaded(payer)) {
      sendRetry(key, from);
      return null;
    }
    if (!budget.take(payer, context.nowNanos())) {
      context.count(OverlayCounter.DROPPED_HANDSHAKE_CARRIER_RATE);
      return null;
    }
    HandshakeExchange exchange = HandshakeExchange.respond(context, owner, from, frame, isKnown);
    answering.put(key, new Answering(exchange, payer));
    exchange.start();
    return exchange;
  }

  private void sendRetry(AnswerKey key, Path to) {
    context.count(OverlayCounter.HANDSHAKE_RETRY_SENT);
    RetryFrame retry = new RetryFrame(key.attempt(), cookies.bake(key.source(), key.attempt()));
    context.sender().send(to, retry.encode(context.realmTag(), context.security()));
  }

  /** Whether somebody reflects this node's handshake, so that it answers itself. */
  public boolean isReflected(HandshakeExchange exchange) {
    return answering.values().stream().anyMatch(known -> exchange.isWith(known.exchange));
  }

  /** Forgets an exchange that has ended. */
  public void remove(HandshakeExchange exchange) {
    if (exchange.isInitiator()) {
      initiated.remove(exchange.attempt());
      return;
    }
    Path source = exchange.path().key();
    Answering ended = answering.remove(new AnswerKey(source, exchange.attempt()));
    if (ended != null) {
      budget.giveBack(ended.payer);
    }
  }

  /** Handshakes in memory, for tests and status. */
  int size() {
    return initiated.size() + answering.size();
  }
}

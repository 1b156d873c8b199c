package net.groupvpn.overlay.loopback;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.engine.EngineCore;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/** One machine of a {@link LoopbackNetwork}: an endpoint and the engine that lives there. */
public final class LoopbackHost {
  private final int number;
  private Endpoint endpoint;
  private final RandomGenerator random;
  private final Set<Endpoint> contacted = new HashSet<>();
  private @Nullable EngineCore core;
  private Consumer<Output> observer = output -> {};
  private boolean filtered;
  private boolean udpBlocked;
  private boolean alive = true;
  private int part;
  private long wakeNanos = Long.MAX_VALUE;
  private long sentBytes;
  private long sentDatagrams;
  private long sentStreamFrames;

  LoopbackHost(int number, Endpoint endpoint, RandomGenerator random) {
    this.number = number;
    this.endpoint = endpoint;
    this.random = random;
  }

  /** 0 for the first host, and so on. */
  public int number() {
    return number;
  }

  /** Where it sends from. */
  public Endpoint endpoint() {
    return endpoint;
  }

  void setEndpoint(Endpoint other) {
    endpoint = other;
  }

  /** A random stream of its own. */
  public RandomGenerator random() {
    return random;
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return alive;
  }

  /** Bytes of UDP payload sent so far. */
  public long sentBytes() {
    return sentBytes;
  }

  /** Datagrams sent so far. */
  public long sentDatagrams() {
    return sentDatagrams;
  }

  /** Frames sent on TCP connections so far. */
  public long sentStreamFrames() {
    return sentStreamFrames;
  }

  void onStreamSent() {
    sentStreamFrames++;
  }

  /**
   * Puts the host behind a filter such as a NAT's: datagrams come in only from endpoints to which
   * it has sent.
   */
  public void filterInbound() {
    filtered = true;
  }

  /** Drops or passes all datagrams from and to this host; TCP connections pass either way. */
  public void blockUdp(boolean blocked) {
    udpBlocked = blocked;
  }

  boolean isFiltered() {
    return filtered;
  }

  boolean isUdpBlocked() {
    return udpBlocked;
  }

  /** Shows every output but datagrams and work to {@code consumer}. */
  public void observe(Consumer<Output> consumer) {
    observer = consumer;
  }

  void place(EngineCore engine) {
    core = engine;
  }

  EngineCore core() {
    if (core == null) {
      throw new IllegalStateException("host " + number + " has no engine yet");
    }
    return core;
  }

  Consumer<Output> observer() {
    return observer;
  }

  void kill() {
    alive = false;
  }

  void revive() {
    alive = true;
    wakeNanos = Long.MAX_VALUE;
  }

  int part() {
    return part;
  }

  void moveTo(int otherPart) {
    part = otherPart;
  }

  boolean admits(Endpoint from) {
    return !filtered || contacted.contains(from);
  }

  void onSent(Endpoint to, int bytes) {
    sentBytes += bytes;
    sentDatagrams++;
    if (filtered) {
      contacted.add(to);
    }
  }

  long wakeNanos() {
    return wakeNanos;
  }

  void wakeAt(long nanos) {
    wakeNanos = nanos;
  }
}

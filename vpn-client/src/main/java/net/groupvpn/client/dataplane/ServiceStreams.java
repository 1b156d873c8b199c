package net.groupvpn.client.dataplane;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.packet.TcpSegment;
import net.groupvpn.dhcpdns.packet.TcpSegment.Control;

/**
 * TCP at the service address, for the {@link LocalService}: requests and answers, each preceded by
 * its length of two bytes (RFC 7766 8). The other end is this machine's own kernel, or a machine
 * behind it. What does not arrive in order is left to the sender to send again. Everything else is
 * refused at once. While there are connections, a timer looks after them. Thread-safe.
 */
final class ServiceStreams {
  /** Most connections; the one without progress for longest gives way. */
  static final int MAX_CONNECTIONS = 64;

  /** Most connections of one machine. */
  static final int MAX_CONNECTIONS_OF_SOURCE = 16;

  /** How often connections are looked after. */
  static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final byte[] NOTHING = {};

  private final LocalService service;
  private final Sender sender;
  private final LongSupplier nowNanos;
  private final Timer timer;
  private final PacketCounters counters;
  private final Map<Key, ServiceStream> streams = new LinkedHashMap<>();
  private boolean isTimerSet;

  /** Sends segments back. */
  interface Sender {
    /** Answers the packet that begins with {@code headers}; false if it was refused. */
    boolean send(byte[] headers, Control control, byte[] payload);
  }

  /** Calls back later, from any thread; never at once. */
  interface Timer {
    void after(long delayNanos, Runnable callback);
  }

  private record Key(long high, long low, int port, int servicePort) {
    boolean isOfSameMachine(Key other) {
      return source().ofMachine().equals(other.source().ofMachine());
    }

    Ipv6Address source() {
      return new Ipv6Address(high, low);
    }
  }

  ServiceStreams(
      LocalService service,
      Sender sender,
      LongSupplier nowNanos,
      Timer timer,
      PacketCounters counters) {
    this.service = service;
    this.sender = sender;
    this.nowNanos = nowNanos;
    this.timer = timer;
    this.counters = counters;
  }

  /**
   * Handles a valid segment.
   *
   * @param headers the frame up to the payload; kept
   * @param high the sender's address, high half
   * @param tcp where the segment begins
   */
  synchronized void onSegment(byte[] headers, long high, long low, int tcp, byte[] payload) {
    int port = TcpSegment.destinationPort(headers, tcp);
    Key key = new Key(high, low, TcpSegment.sourcePort(headers, tcp), port);
    Control control = TcpSegment.control(headers, tcp);
    if (has(control, TcpSegment.RST)) {
      streams.remove(key);
    } else if (has(control, TcpSegment.SYN) && !has(control, TcpSegment.ACK)) {
      begin(headers, key, control);
    } else {
      ServiceStream stream = streams.get(key);
      if (stream == null) {
        refuse(headers, control, payload.length);
        return;
      }
      if (!stream.onSegment(control, payload, nowNanos.getAsLong())) {
        streams.remove(key);
      }
    }
  }

  private void setTimer() {
    if (!isTimerSet && !streams.isEmpty()) {
      isTimerSet = true;
      timer.after(TICK_NANOS, this::onTime);
    }
  }

  private synchronized void onTime() {
    isTimerSet = false;
    long now = nowNanos.getAsLong();
    streams.values().removeIf(stream -> !stream.onTime(now));
    setTimer();
  }

  /** Number of connections. */
  synchronized int size() {
    return streams.size();
  }

  private void begin(byte[] headers, Key key, Control control) {
    if (!service.isServed(key.servicePort)) {
      refuse(headers, control, 0);
      return;
    }
    ServiceStream stream = streams.get(key);
    if (stream == null || !stream.isBegunBy(control)) {
      streams.remove(key);
      makeRoom(key);
      stream =
          new ServiceStream(
              control.sequence(),
              ThreadLocalRandom.current().nextInt(),
              nowNanos.getAsLong(),
              (answer, data) -> sender.send(headers, answer, data),
              new Requests(key));
      streams.put(key, stream);
      setTimer();
    }
    stream.greet();
  }

  /** A machine with its share of connections gives one of its own. */
  private void makeRoom(Key key) {
    List<Key> own = streams.keySet().stream().filter(key::isOfSameMachine).toList();
    boolean hasShare = own.size() >= MAX_CONNECTIONS_OF_SOURCE;
    if (!hasShare && streams.size() < MAX_CONNECTIONS) {
      return;
    }
    ServiceStream slowest = null;
    Key victim = null;
    for (Key candidate : hasShare ? own : List.copyOf(streams.keySet())) {
      ServiceStream stream = streams.get(candidate);
      boolean isSlower =
          stream != null
              && (slowest == null || stream.progressNanos() - slowest.progressNanos() < 0);
      if (isSlower) {
        slowest = stream;
        victim = candidate;
      }
    }
    if (slowest != null) {
      slowest.abort();
      streams.remove(victim);
    }
  }

  /** RFC 9293 3.10.7.1: how to refuse a segment that belongs to no connection. */
  private void refuse(byte[] headers, Control control, int payloadBytes) {
    boolean isAcknowledging = has(control, TcpSegment.ACK);
    int length =
        payloadBytes
            + (has(control, TcpSegment.SYN) ? 1 : 0)
            + (has(control, TcpSegment.FIN) ? 1 : 0);
    Control answer =
        isAcknowledging
            ? new Control(control.acknowledgement(), 0, TcpSegment.RST)
            : new Control(0, control.sequence() + length, TcpSegment.RST | TcpSegment.ACK);
    sender.send(headers, answer, NOTHING);
  }

  private static boolean has(Control control, int flag) {
    return (control.flags() & flag) != 0;
  }

  /** Passes on requests of one connection; answers may come from any thread. */
  private final class Requests implements ServiceStream.Requests {
    private final Key key;

    Requests(Key key) {
      this.key = key;
    }

    @Override
    public boolean onRequest(ServiceStream from, ServiceStream.Request request, byte[] bytes) {
      return service.onRequest(
          new LocalService.Request(key.servicePort, true, key.source(), bytes),
          answer -> answer(from, request, answer));
    }

    @Override
    public void onUnanswered() {
      counters.increment(PacketCount.LOCAL_UNANSWERED);
    }

    private void answer(ServiceStream to, ServiceStream.Request request, byte[] answer) {
      synchronized (ServiceStreams.this) {
        if (streams.get(key) == to && !to.answer(request, answer, nowNanos.getAsLong())) {
          streams.remove(key);
        }
      }
    }
  }
}

package net.groupvpn.gateway.nat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.TreeMap;
import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.overlay.id.NodeId;

/**
 * A member's TCP, as plain as it can be and written apart from the NAT's: sends again all that is
 * not acknowledged after a fixed time, keeps what comes early, acknowledges everything at once.
 */
final class TestClient {
  static final int FIN = 1;
  static final int SYN = 2;
  static final int RST = 4;
  static final int ACK = 16;

  private static final long RETRY_NANOS = 400_000_000L;
  private static final int MSS = 1_000;

  final NatBed world;
  final NodeId member;
  final NatAddress address;
  final NatAddress server;
  final int port;
  final ByteArrayOutputStream received = new ByteArrayOutputStream();

  /** Free room for what comes; the application reads at once unless a test says otherwise. */
  int window = 60_000;

  int shift = 3;
  boolean sack = true;
  boolean isOpen;
  boolean isReset;
  boolean sawFin;
  boolean finSent;
  int maxInFlight;
  int zeroWindowProbes;

  private final int iss;
  private int una;
  private int next;
  private int serverWindow;
  private int serverShift;
  private int expected;
  private byte[] outgoing = new byte[0];
  private boolean finWanted;
  private final TreeMap<Integer, byte[]> early = new TreeMap<>();
  private long armed;

  TestClient(NatBed world, NodeId member, int port, NatAddress address, NatAddress server) {
    this.world = world;
    this.member = member;
    this.port = port;
    this.address = address;
    this.server = server;
    this.iss = world.random.nextInt();
    this.una = iss;
    this.next = iss;
    world.receive(member, this::onPacket);
  }

  static TestClient of(NatBed world) {
    return new TestClient(world, NatBed.ALICE, 40_000, NatBed.MEMBER, NatBed.SERVER);
  }

  /** Sends the SYN. */
  TestClient open() {
    emit(iss, SYN, new byte[0]);
    next = iss + 1;
    arm();
    return this;
  }

  /** Opens a connection and lets the server accept. */
  TestClient connect() {
    open();
    world.runSeconds(0.05);
    world.outside.lastServer().accept(world.now);
    world.runSeconds(0.05);
    return this;
  }

  void send(byte[] bytes) {
    byte[] all = Arrays.copyOf(outgoing, outgoing.length + bytes.length);
    System.arraycopy(bytes, 0, all, outgoing.length, bytes.length);
    outgoing = all;
    push();
  }

  /** Ends its half after what it has to send. */
  void end() {
    finWanted = true;
    push();
  }

  void reset() {
    emit(next, RST | ACK, new byte[0]);
  }

  void acknowledge() {
    emit(next, ACK, new byte[0]);
  }

  int expected() {
    return expected;
  }

  int next() {
    return next;
  }

  private void push() {
    while (isOpen && !isReset) {
      int sent = next - (iss + 1);
      int inFlight = next - una;
      int part = Math.min(Math.min(MSS, outgoing.length - sent), serverWindow - inFlight);
      if (part > 0) {
        emit(next, ACK, Arrays.copyOfRange(outgoing, sent, sent + part));
        next += part;
        maxInFlight = Math.max(maxInFlight, next - una);
      } else if (sent == outgoing.length && finWanted && !finSent) {
        emit(next, FIN | ACK, new byte[0]);
        next++;
        finSent = true;
      } else {
        break;
      }
    }
    arm();
  }

  private void arm() {
    long mine = ++armed;
    if (next != una || outgoing.length > next - iss - 1) {
      world.after(RETRY_NANOS, () -> retry(mine));
    }
  }

  private void retry(long which) {
    if (which != armed || isReset) {
      return;
    }
    if (!isOpen) {
      emit(iss, SYN, new byte[0]);
      arm();
      return;
    }
    if (next == una && serverWindow == 0) {
      // A probe of one byte into the closed window.
      int sent = next - (iss + 1);
      emit(next, ACK, Arrays.copyOfRange(outgoing, sent, sent + 1));
      arm();
      return;
    }
    next = una;
    finSent = false;
    push();
  }

  void onPacket(byte[] packet) {
    byte[] tcp = TestPackets.payload(packet);
    if (isReset || PacketBytes.u16(tcp, 2) != port || !isTcp(packet)) {
      return;
    }
    if (InternetChecksum.finish(sum(packet, tcp)) != 0) {
      throw new AssertionError("a wrong checksum from the NAT");
    }
    int flags = tcp[13] & 0xff;
    int sequence = PacketBytes.i32(tcp, 4);
    if ((flags & RST) != 0) {
      // In TIME_WAIT late doubles of its own bring resets, which mean nothing (RFC 1337).
      isReset = !(sawFin && finSent && una == next);
      return;
    }
    int header = (tcp[12] >>> 4 & 15) * 4;
    byte[] data = Arrays.copyOfRange(tcp, header, tcp.length);
    if ((flags & SYN) != 0) {
      onSyn(tcp, header, sequence);
      return;
    }
    if (!isOpen) {
      return;
    }
    if (data.length == 0 && sequence - expected < 0) {
      zeroWindowProbes++;
      acknowledge();
    }
    onAcknowledgement(PacketBytes.i32(tcp, 8), PacketBytes.u16(tcp, 14) << serverShift);
    onData(sequence, data, (flags & FIN) != 0);
    push();
  }

  private static boolean isTcp(byte[] packet) {
    return (packet[0] >>> 4 == 4 ? packet[9] : packet[6]) == TestPackets.TCP;
  }

  private static long sum(byte[] packet, byte[] tcp) {
    return (packet[0] >>> 4 == 4
            ? InternetChecksum.pseudoHeader4(packet, 0, TestPackets.TCP, tcp.length)
            : InternetChecksum.pseudoHeader6(packet, 0, TestPackets.TCP, tcp.length))
        + InternetChecksum.sum(tcp, 0, tcp.length);
  }

  private void onSyn(byte[] tcp, int header, int sequence) {
    if (!isOpen) {
      isOpen = true;
      expected = sequence + 1;
      una = iss + 1;
      serverWindow = PacketBytes.u16(tcp, 14);
      for (int at = 20; at + 2 < header; at += tcp[at] == 1 ? 1 : tcp[at + 1]) {
        serverShift = tcp[at] == 3 ? tcp[at + 2] : serverShift;
      }
    }
    acknowledge();
    push();
  }

  private void onAcknowledgement(int acknowledgement, int offered) {
    if (acknowledgement - una >= 0) {
      una = acknowledgement;
      next = Sequence.later(next, una);
      serverWindow = offered;
      finSent = finWanted && next == iss + 2 + outgoing.length;
    }
  }

  private void onData(int sequence, byte[] data, boolean isFin) {
    if (data.length == 0 && !isFin) {
      return;
    }
    if (sequence + data.length - expected > Math.max(window, 0) && data.length > 0) {
      acknowledge();
      return;
    }
    byte[] marked = Arrays.copyOf(data, data.length + 1);
    marked[data.length] = (byte) (isFin ? 1 : 0);
    byte[] known = early.get(sequence);
    if (known == null || known.length < marked.length || isFin) {
      early.put(sequence, marked);
    }
    takeEarly();
    acknowledge();
  }

  private void takeEarly() {
    for (boolean moved = true; moved; ) {
      moved = false;
      for (Integer start : early.keySet().toArray(new Integer[0])) {
        if (start - expected > 0) {
          continue;
        }
        byte[] marked = Objects.requireNonNull(early.remove(start));
        int end = start + marked.length - 1;
        int skip = expected - start;
        if (end - expected >= 0 && !sawFin) {
          received.write(marked, skip, end - expected);
          window -= holds ? end - expected : 0;
          expected = end;
          if (marked[marked.length - 1] == 1) {
            sawFin = true;
            expected++;
          }
          moved = true;
        }
      }
    }
  }

  /** Whether the application reads nothing, so that the window closes. */
  boolean holds;

  private void emit(int sequence, int flags, byte[] data) {
    byte[] options = (flags & SYN) != 0 ? synOptions() : sackOptions();
    ByteBuffer tcp = ByteBuffer.allocate(20 + options.length + data.length);
    tcp.putShort((short) port).putShort((short) 443).putInt(sequence);
    tcp.putInt((flags & ACK) != 0 ? expected : 0);
    tcp.put((byte) (((20 + options.length) / 4) << 4)).put((byte) flags);
    int shown = (flags & SYN) != 0 ? Math.min(window, 65_535) : Math.max(0, window) >> shift;
    tcp.putShort((short) shown).putInt(0).put(options).put(data);
    byte[] packet = TestPackets.ip(address, server, TestPackets.TCP, tcp.array());
    world.send(member, TestPackets.summed(packet, TestPackets.TCP, 16));
  }

  private byte[] synOptions() {
    byte[] mss = {2, 4, (byte) (MSS >>> 8), (byte) MSS, 1, 3, 3, (byte) shift};
    byte[] withSack = {2, 4, (byte) (MSS >>> 8), (byte) MSS, 1, 3, 3, (byte) shift, 1, 1, 4, 2};
    return sack ? withSack : mss;
  }

  private byte[] sackOptions() {
    for (Integer start : sack ? early.keySet() : new TreeMap<Integer, byte[]>().keySet()) {
      if (start - expected > 0) {
        int end = start + Objects.requireNonNull(early.get(start)).length - 1;
        if (end == start) {
          continue;
        }
        return ByteBuffer.allocate(12).putInt(0x0101050a).putInt(start).putInt(end).array();
      }
    }
    return new byte[0];
  }
}

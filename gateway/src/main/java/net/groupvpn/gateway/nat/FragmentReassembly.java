package net.groupvpn.gateway.nat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import org.jspecify.annotations.Nullable;

/**
 * Puts fragments of members' packets together (RFC 791 3.2, RFC 8200 4.5). Fragments that overlap
 * end their packet (RFC 5722). Not thread-safe.
 */
final class FragmentReassembly {
  /** How long the rest may take; RFC 8200 says 60 s, which is for slower networks. */
  static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** TestPackets of one member under way. */
  static final int MAX_PER_MEMBER = 16;

  /** TestPackets of all members under way. */
  static final int MAX_PACKETS = 256;

  /** Fragments of one packet: 64 KB in pieces of a small MTU. */
  private static final int MAX_FRAGMENTS = 64;

  private static final int MAX_PAYLOAD_BYTES = 65_000;
  private static final int UNIT = 8;
  private static final int TOTAL_AT_4 = 2;
  private static final int ID_AT_4 = 4;
  private static final int FRAGMENT_AT_4 = 6;
  private static final int CHECKSUM_AT_4 = 10;
  private static final int MORE_4 = 0x2000;
  private static final int OFFSET_4 = 0x1fff;
  private static final int PAYLOAD_AT_6 = 4;
  private static final int ID_AT_6 = 4;
  private static final int HEADER_6 = 40;

  private final NatContext context;
  private final Map<Key, Pieces> packets = new LinkedHashMap<>();

  private record Key(
      MemberAccount account, NatAddress from, NatAddress to, int identification, int protocol) {}

  private record Piece(int offset, byte[] bytes) {}

  private final class Pieces extends Timed {
    private final Key key;
    private final List<Piece> pieces = new ArrayList<>();
    private byte[] header = new byte[0];
    private int received;
    private int total = -1;

    private Pieces(Key key) {
      this.key = key;
    }

    @Override
    void onDue(long now) {
      context.counts().increment(NatCounter.DROPPED_FRAGMENT);
      end(this);
    }
  }

  FragmentReassembly(NatContext context) {
    this.context = context;
  }

  /** Takes a fragment; answers the packet once it is whole. */
  byte @Nullable [] onFragment(long now, MemberAccount account, IpPacket packet) {
    int word = fragmentWord(packet);
    int offset = packet.isIpv4 ? (word & OFFSET_4) * UNIT : word & ~(UNIT - 1);
    boolean isLast = packet.isIpv4 ? (word & MORE_4) == 0 : (word & 1) == 0;
    boolean isSane =
        packet.payloadBytes > 0
            && (isLast || packet.payloadBytes % UNIT == 0)
            && offset + packet.payloadBytes <= MAX_PAYLOAD_BYTES;
    Pieces pieces = isSane ? piecesOf(now, account, packet) : null;
    if (pieces == null || !add(pieces, packet, offset, isLast)) {
      context.counts().increment(NatCounter.DROPPED_FRAGMENT);
      if (pieces != null) {
        end(pieces);
      }
      return null;
    }
    if (pieces.received != pieces.total || pieces.header.length == 0) {
      return null;
    }
    end(pieces);
    context.counts().increment(NatCounter.REASSEMBLED);
    return assemble(pieces, packet.isIpv4);
  }

  private static int fragmentWord(IpPacket packet) {
    return PacketBytes.u16(
        packet.bytes, packet.isIpv4 ? FRAGMENT_AT_4 : packet.fragmentHeaderAt + 2);
  }

  private @Nullable Pieces piecesOf(long now, MemberAccount account, IpPacket packet) {
    int identification =
        packet.isIpv4
            ? PacketBytes.u16(packet.bytes, ID_AT_4)
            : PacketBytes.i32(packet.bytes, packet.fragmentHeaderAt + ID_AT_6);
    Key key = new Key(account, packet.source, packet.destination, identification, packet.protocol);
    Pieces known = packets.get(key);
    if (known != null) {
      return known;
    }
    if (account.reassemblies >= MAX_PER_MEMBER || packets.size() >= MAX_PACKETS) {
      return null;
    }
    Pieces pieces = new Pieces(key);
    packets.put(key, pieces);
    account.reassemblies++;
    pieces.set(NatTimer.IDLE, now + TIMEOUT_NANOS);
    context.deadlines().schedule(pieces);
    return pieces;
  }

  private static boolean add(Pieces pieces, IpPacket packet, int offset, boolean isLast) {
    int end = offset + packet.payloadBytes;
    int known = pieces.total;
    boolean isBeyond = known >= 0 && (end > known || (isLast && end != known));
    if (isBeyond || pieces.pieces.size() >= MAX_FRAGMENTS) {
      return false;
    }
    for (Piece piece : pieces.pieces) {
      int pieceEnd = piece.offset + piece.bytes.length;
      if (offset < pieceEnd && piece.offset < end) {
        return false;
      }
      if (isLast && pieceEnd > end) {
        return false;
      }
    }
    byte[] bytes = new byte[packet.payloadBytes];
    System.arraycopy(packet.bytes, packet.payloadAt, bytes, 0, bytes.length);
    pieces.pieces.add(new Piece(offset, bytes));
    pieces.received += bytes.length;
    if (isLast) {
      pieces.total = end;
    }
    if (offset == 0) {
      pieces.header = headerOf(packet);
    }
    return true;
  }

  /** The unfragmentable part of the first fragment, which says what follows it. */
  private static byte[] headerOf(IpPacket packet) {
    int length = packet.isIpv4 ? packet.payloadAt : packet.fragmentHeaderAt;
    byte[] header = new byte[length];
    System.arraycopy(packet.bytes, 0, header, 0, length);
    if (!packet.isIpv4) {
      header[packet.nextHeaderAt] = (byte) packet.protocol;
    }
    return header;
  }

  private static byte[] assemble(Pieces pieces, boolean isIpv4) {
    byte[] header = pieces.header;
    byte[] packet = new byte[header.length + pieces.total];
    System.arraycopy(header, 0, packet, 0, header.length);
    for (Piece piece : pieces.pieces) {
      System.arraycopy(piece.bytes, 0, packet, header.length + piece.offset, piece.bytes.length);
    }
    if (isIpv4) {
      PacketBytes.put16(packet, TOTAL_AT_4, packet.length);
      PacketBytes.put16(packet, FRAGMENT_AT_4, 0);
      PacketBytes.put16(packet, CHECKSUM_AT_4, 0);
      long sum = InternetChecksum.sum(packet, 0, header.length);
      PacketBytes.put16(packet, CHECKSUM_AT_4, InternetChecksum.finish(sum));
    } else {
      PacketBytes.put16(packet, PAYLOAD_AT_6, packet.length - HEADER_6);
    }
    return packet;
  }

  /** Forgets what a member has under way. */
  void forget(MemberAccount account) {
    packets.values().stream().filter(p -> p.key.account == account).toList().forEach(this::end);
  }

  private void end(Pieces pieces) {
    context.deadlines().remove(pieces);
    if (packets.remove(pieces.key, pieces)) {
      pieces.key.account.reassemblies--;
    }
  }
}

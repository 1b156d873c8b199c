package net.groupvpn.lab.bed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** tcpdump's capture on an interface of a host, kept in a file. */
public final class Capture {
  private static final long START_SECONDS = 20;
  private static final int FILE_HEADER_BYTES = 24;
  private static final int RECORD_HEADER_BYTES = 16;
  private static final int LENGTH_AT = 8;
  private static final int ETHERNET_BYTES = 14;
  private static final int PROTOCOL_AT = ETHERNET_BYTES + 9;
  private static final int IPV4_BYTES = 20;
  private static final int UDP_AT = ETHERNET_BYTES + IPV4_BYTES;
  private static final int UDP_BYTES = 8;
  private static final int UDP = 17;

  private final HostProcess tcpdump;
  private final Path file;

  private Capture(HostProcess tcpdump, Path file) {
    this.tcpdump = tcpdump;
    this.file = file;
  }

  /**
   * Starts capturing whole packets.
   *
   * @param networkInterface its name, or {@code any}
   * @param file the file for them, in pcap format
   * @param filter tcpdump's filter expression; empty for all packets
   */
  public static Capture start(Host host, String networkInterface, Path file, String... filter) {
    List<String> command = new ArrayList<>(List.of("tcpdump", "-n", "-s", "0", "-U"));
    command.addAll(List.of("--immediate-mode", "-Z", "root", "-i", networkInterface));
    command.addAll(List.of("-w", file.toString()));
    command.addAll(List.of(filter));
    HostProcess tcpdump = host.start("tcpdump-" + file.getFileName(), command);
    tcpdump.awaitOutput("listening on", START_SECONDS);
    return new Capture(tcpdump, file);
  }

  /** Ends the capture; the file stays. */
  public Capture stop() {
    tcpdump.stop();
    return this;
  }

  /** All bytes so far, with the headers of the file. */
  public byte[] bytes() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BedException("cannot read " + file, e);
    }
  }

  /** Whether these bytes occur anywhere in the capture so far. */
  public boolean holds(byte[] needle) {
    byte[] all = bytes();
    for (int start = 0; start <= all.length - needle.length; start++) {
      int matching = 0;
      while (matching < needle.length && all[start + matching] == needle[matching]) {
        matching++;
      }
      if (matching == needle.length) {
        return true;
      }
    }
    return false;
  }

  /** The payloads of UDP over IPv4 over Ethernet captured so far; fragments are left out. */
  public List<byte[]> udpPayloads() {
    ByteBuffer all = ByteBuffer.wrap(bytes()).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> payloads = new ArrayList<>();
    int at = FILE_HEADER_BYTES;
    while (at + RECORD_HEADER_BYTES <= all.limit()) {
      int length = all.getInt(at + LENGTH_AT);
      int packet = at + RECORD_HEADER_BYTES;
      at = packet + length;
      if (at <= all.limit() && isPlainUdp(all, packet, length)) {
        int udp = packet + UDP_AT;
        int udpLength = Short.toUnsignedInt(Short.reverseBytes(all.getShort(udp + 4)));
        byte[] payload = new byte[udpLength - UDP_BYTES];
        all.get(udp + UDP_BYTES, payload);
        payloads.add(payload);
      }
    }
    return payloads;
  }

  private static boolean isPlainUdp(ByteBuffer all, int packet, int length) {
    return length > UDP_AT + UDP_BYTES
        && all.get(packet + ETHERNET_BYTES) == 0x45
        && all.get(packet + PROTOCOL_AT) == UDP;
  }
}

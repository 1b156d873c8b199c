package net.groupvpn.dhcpdns.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** An IPv6 address as its high and its low 64 bits, ordered as an unsigned number. */
public record Ipv6Address(long high, long low) implements Comparable<Ipv6Address> {
  /** Length in bytes. */
  public static final int BYTES = 16;

  /** Reads 16 bytes, big-endian. */
  public static Ipv6Address of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "an IPv6 address has " + BYTES + " bytes, but this has " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Ipv6Address(buffer.getLong(), buffer.getLong());
  }

  /** A new array of {@value #BYTES} bytes, big-endian. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  /**
   * What stands for the machine that has this address: a machine has all addresses of its /64, so
   * its /64 counts, with zeros behind. An IPv4 address in its IPv6-mapped form stays as it is.
   */
  public Ipv6Address ofMachine() {
    return new Ipv6Address(high, high == 0 ? low : 0);
  }

  /** The same address for the JDK; never asks a name server. */
  public InetAddress toInetAddress() {
    try {
      return InetAddress.getByAddress(toBytes());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are always an address", e);
    }
  }

  @Override
  public int compareTo(Ipv6Address other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /** Colons and hexadecimal groups, zeros written out: {@code fd12:3456:789a:0:0:0:0:1}. */
  @Override
  public String toString() {
    return toInetAddress().getHostAddress();
  }
}

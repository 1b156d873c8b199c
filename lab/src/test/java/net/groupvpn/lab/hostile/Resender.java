package net.groupvpn.lab.hostile;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;

/** Sends recorded datagrams from any address of its machine. */
final class Resender {
  /** What it prints at the end. */
  static final String DONE = "all sent again";

  private static final int PORT = 7400;

  /** So that a receiver that waits for a processor loses none: that would prove nothing. */
  private static final long PACE_NANOS = 2_000_000;

  private Resender() {}

  /** Arguments: a file with one datagram a line, in hexadecimal; own address; the receiver's. */
  public static void main(String[] args) throws IOException {
    InetSocketAddress own = new InetSocketAddress(InetAddress.getByName(args[1]), PORT);
    InetSocketAddress receiver = new InetSocketAddress(InetAddress.getByName(args[2]), PORT);
    try (DatagramSocket socket = new DatagramSocket(own)) {
      for (String line : Files.readAllLines(Path.of(args[0]))) {
        byte[] datagram = HexFormat.of().parseHex(line);
        socket.send(new DatagramPacket(datagram, datagram.length, receiver));
        LockSupport.parkNanos(PACE_NANOS);
      }
    }
    System.out.println(DONE);
  }
}

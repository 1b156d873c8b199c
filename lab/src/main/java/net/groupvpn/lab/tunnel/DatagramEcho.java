package net.groupvpn.lab.tunnel;

import java.io.IOException;
import java.util.EnumSet;
import net.groupvpn.client.device.LinuxUdpPort;
import net.groupvpn.client.device.Offload;
import net.groupvpn.client.device.Waiter;
import net.groupvpn.overlay.path.Endpoint;

/** A peer that sends each datagram back. */
public final class DatagramEcho {
  /** Said once it can be asked. */
  public static final String READY = "echo port is up";

  private static final int MAX_BYTES = 65_535;

  private DatagramEcho() {}

  /** The only argument is the UDP port. */
  public static void main(String[] arguments) throws IOException {
    int number = Integer.parseInt(arguments[0]);
    try (LinuxUdpPort port = LinuxUdpPort.open(number, EnumSet.allOf(Offload.class));
        Waiter waiter = port.waiter()) {
      System.out.println(READY);
      byte[] bytes = new byte[MAX_BYTES];
      while (true) {
        waiter.await();
        int count = port.receive();
        for (int i = 0; i < count; i++) {
          answer(port, i, bytes);
        }
      }
    }
  }

  private static void answer(LinuxUdpPort port, int message, byte[] bytes) {
    Endpoint from = port.source(message);
    int length = port.copyTo(message, bytes);
    int segment = port.segmentBytes(message);
    for (int at = 0; from != null && at < length; at += segment) {
      port.send(from, bytes, at, Math.min(segment, length - at));
    }
  }
}

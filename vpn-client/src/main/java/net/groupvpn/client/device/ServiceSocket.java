package net.groupvpn.client.device;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Sends one datagram to a Unix-domain socket, which the JDK cannot do: sd_notify(3). Best effort.
 */
public final class ServiceSocket {
  private static final short AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int MAX_PATH_BYTES = 107;

  static {
    Native.register(ServiceSocket.class, NativeLibrary.getProcess());
  }

  private ServiceSocket() {}

  private static native int socket(int domain, int type, int protocol);

  private static native long sendto(
      int socket, byte[] message, long length, int flags, byte[] address, int addressLength);

  private static native int close(int descriptor);

  /**
   * Sends {@code message}.
   *
   * @param path the path of a file, or an abstract name that begins with {@code @}
   * @return whether it was sent
   */
  public static boolean send(String path, String message) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    if (name.length == 0 || name.length > MAX_PATH_BYTES) {
      return false;
    }
    if (name[0] == '@') {
      name[0] = 0;
    }
    byte[] address =
        ByteBuffer.allocate(Short.BYTES + name.length)
            .order(ByteOrder.nativeOrder())
            .putShort(AF_UNIX)
            .put(name)
            .array();
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    int descriptor = socket(AF_UNIX, SOCK_DGRAM, 0);
    if (descriptor < 0) {
      return false;
    }
    long sent = sendto(descriptor, bytes, bytes.length, 0, address, address.length);
    close(descriptor);
    return sent == bytes.length;
  }
}

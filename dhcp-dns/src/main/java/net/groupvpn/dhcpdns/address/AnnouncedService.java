package net.groupvpn.dhcpdns.address;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * A service that a member offers to the group, as DNS shows it (RFC 2782, RFC 6763).
 *
 * @param port where it listens, on the member's own addresses
 * @param texts what else to know, such as {@code path=/wiki}
 */
public record AnnouncedService(ServiceType type, int port, List<String> texts) {
  /** Most services of a member. */
  public static final int MAX_SERVICES = 16;

  /** Most texts of a service. */
  public static final int MAX_TEXTS = 8;

  /** Longest text, bytes. */
  public static final int MAX_TEXT_BYTES = 200;

  /** Most bytes of all services of a member: they are in the lease of its name. */
  public static final int MAX_TOTAL_BYTES = 800;

  private static final int MAX_PORT = 0xffff;
  private static final char FIRST_PRINTABLE = 0x20;
  private static final char LAST_PRINTABLE = 0x7e;

  /** For values that {@link #problem} has accepted. */
  public AnnouncedService {
    texts = List.copyOf(texts);
    String problem = problem(port, texts);
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
  }

  /** Why a service cannot have these; null if it can. */
  public static @Nullable String problem(int port, List<String> texts) {
    if (port < 1 || port > MAX_PORT) {
      return "a port is a number from 1 to " + MAX_PORT + ", not " + port;
    }
    if (texts.size() > MAX_TEXTS) {
      return "a service has at most " + MAX_TEXTS + " texts, not " + texts.size();
    }
    for (String text : texts) {
      if (text.isEmpty() || text.length() > MAX_TEXT_BYTES || !isPrintable(text)) {
        return "a text has 1 to " + MAX_TEXT_BYTES + " printable characters of ASCII";
      }
    }
    return null;
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= FIRST_PRINTABLE && c <= LAST_PRINTABLE);
  }

  /** Why a member cannot announce all of these; null if it can. */
  public static @Nullable String problem(List<AnnouncedService> services) {
    Set<ServiceType> types = new HashSet<>();
    for (AnnouncedService service : services) {
      if (!types.add(service.type)) {
        return service.type + " is there twice";
      }
    }
    if (services.size() > MAX_SERVICES) {
      return "a member announces at most " + MAX_SERVICES + " services";
    }
    WireWriter out = new WireWriter();
    writeAll(out, services);
    return out.length() <= MAX_TOTAL_BYTES
        ? null
        : "all services of a member have at most "
            + MAX_TOTAL_BYTES
            + " bytes together, not "
            + out.length();
  }

  static void writeAll(WireWriter out, List<AnnouncedService> services) {
    out.u8(services.size());
    for (AnnouncedService service : services) {
      service.type.write(out);
      out.u16(service.port).u8(service.texts.size());
      service.texts.forEach(out::text);
    }
  }

  static List<AnnouncedService> readAll(WireReader in) throws WireException {
    if (in.remaining() > MAX_TOTAL_BYTES) {
      throw new WireException("a member's services are longer than their limit");
    }
    List<AnnouncedService> services = new ArrayList<>();
    int count = in.count(MAX_SERVICES);
    for (int i = 0; i < count; i++) {
      services.add(read(in));
    }
    if (problem(services) != null) {
      throw new WireException("a member's services make no sense together");
    }
    return services;
  }

  private static AnnouncedService read(WireReader in) throws WireException {
    ServiceType type = ServiceType.read(in);
    int port = in.u16();
    List<String> texts = new ArrayList<>();
    int count = in.count(MAX_TEXTS);
    for (int i = 0; i < count; i++) {
      texts.add(in.text(MAX_TEXT_BYTES));
    }
    if (problem(port, texts) != null) {
      throw new WireException("a service has a wrong port or text");
    }
    return new AnnouncedService(type, port, texts);
  }

  /** The data of its TXT record: each text after its length; one empty text if there is none. */
  public byte[] textData() {
    if (texts.isEmpty()) {
      return new byte[1];
    }
    WireWriter out = new WireWriter();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      out.u8(bytes.length).fixed(bytes);
    }
    return out.toBytes();
  }
}

package net.groupvpn.client.enrol;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.dhcpdns.address.AnnouncedService;
import net.groupvpn.dhcpdns.address.ServiceType;
import net.groupvpn.dhcpdns.address.ServiceType.Transport;
import org.jspecify.annotations.Nullable;

/** A service as a line of a file: name, transport, port and texts, with tabs between. */
public final class ServiceLine {
  private static final String BETWEEN = "\t";
  private static final int NAME = 0;
  private static final int TRANSPORT = 1;
  private static final int PORT = 2;
  private static final int TEXTS = 3;
  private static final int MAX_PORT_DIGITS = 5;

  private ServiceLine() {}

  /** The line of a service. */
  public static String of(AnnouncedService service) {
    List<String> fields = new ArrayList<>();
    fields.add(service.type().name());
    fields.add(service.type().transport().label());
    fields.add(Integer.toString(service.port()));
    fields.addAll(service.texts());
    return String.join(BETWEEN, fields);
  }

  /** The service of a line, or null if no client has written that. */
  public static @Nullable AnnouncedService parse(String line) {
    String[] fields = line.split(BETWEEN, -1);
    if (fields.length < TEXTS || !isPort(fields[PORT])) {
      return null;
    }
    Transport transport = Transport.parse(fields[TRANSPORT]);
    int port = Integer.parseInt(fields[PORT]);
    List<String> texts = List.of(fields).subList(TEXTS, fields.length);
    boolean isGood =
        ServiceType.isName(fields[NAME]) && AnnouncedService.problem(port, texts) == null;
    return transport == null || !isGood
        ? null
        : new AnnouncedService(new ServiceType(fields[NAME], transport), port, texts);
  }

  private static boolean isPort(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_PORT_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}

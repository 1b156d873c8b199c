package net.groupvpn.portal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import net.groupvpn.portal.account.PasswordReset;
import net.groupvpn.portal.control.ControlCall;
import net.groupvpn.portal.control.PortalControlException;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Secrets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code groupvpn-portal reset-password}: a running portal does the reset; otherwise this command
 * opens the database.
 */
@Command(
    name = "reset-password",
    description =
        "Give an account a new password and end its sessions, whether the portal runs or not. Asks"
            + " for the password on the terminal.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ResetPasswordCommand implements Callable<Integer> {
  private static final int NOT_DONE = 1;

  @Mixin private StorageOptions storage = new StorageOptions();

  @Option(names = "--generate", description = "Make a password and print it.")
  private boolean generate;

  @Option(
      names = "--from-input",
      description = "Read the password from the first line of the standard input.")
  private boolean fromInput;

  @Parameters(paramLabel = "ACCOUNT", description = "The account's user name.")
  private String account = "";

  @Spec private @Nullable CommandSpec spec;

  private final Secrets secrets = new Secrets(new SecureRandom());

  @Override
  public Integer call() {
    var out = Objects.requireNonNull(spec).commandLine();
    try {
      var password = password();
      var done = reset(password);
      out.getOut().println(generate ? done + " It is: " + password : done);
      out.getOut().flush();
      return 0;
    } catch (IOException | RuntimeException e) {
      out.getErr().println("groupvpn-portal: cannot reset it: " + ServeCommand.reason(e));
    } catch (PortalControlException e) {
      out.getErr().println("groupvpn-portal: " + e.getMessage());
    }
    return NOT_DONE;
  }

  private String reset(String password) throws IOException, PortalControlException {
    try (var portal = ControlCall.find(storage.data)) {
      if (portal != null) {
        return portal.reset(account, password);
      }
    }
    try (var opened = open()) {
      return new PasswordReset(opened, secrets, Clock.systemUTC()).reset(account, password);
    }
  }

  private Database open() throws IOException, PortalControlException {
    if (storage.database != null) {
      return Database.open(storage.database);
    }
    if (!Files.exists(storage.data.resolve(Database.FILE))) {
      throw new PortalControlException(
          "There is no portal in %s; name its data directory with --data.".formatted(storage.data));
    }
    return Database.embedded(storage.data);
  }

  private String password() throws IOException, PortalControlException {
    if (generate) {
      return secrets.next();
    }
    if (!fromInput) {
      return ask();
    }
    var line = new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
    return line == null ? "" : line;
  }

  @SuppressWarnings("SystemConsoleNull") // Null without a terminal before Java 22.
  private String ask() throws PortalControlException {
    var console = System.console();
    if (console == null) {
      throw new PortalControlException(
          "There is no terminal to ask for the password; use --generate or --from-input.");
    }
    var password = console.readPassword("New password of %s: ", account);
    var repeated = console.readPassword("The same again: ");
    if (password == null || !Arrays.equals(password, repeated)) {
      throw new PortalControlException("The two passwords are not the same.");
    }
    return new String(password);
  }
}

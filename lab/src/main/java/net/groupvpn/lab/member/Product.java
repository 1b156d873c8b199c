package net.groupvpn.lab.member;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The product's commands, run from this checkout as a user would run them. */
public final class Product {
  /** The variable in which a launcher tells its location. */
  private static final String LAUNCHER = "groupvpn.launcher";

  private Product() {}

  /**
   * The checkout's directory: the nearest one with {@code bin/groupvpn}, upwards from the launcher
   * that started this program, otherwise from the working directory.
   */
  public static Path root() {
    Path here = Path.of(System.getProperty(LAUNCHER, "")).toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isExecutable(folder.resolve("bin/groupvpn"))) {
        return folder;
      }
    }
    throw new IllegalStateException("no checkout of GroupVPN above " + here);
  }

  /**
   * A command of {@code bin/}; runs the present build without rebuilding.
   *
   * @param environment {@code NAME=value}
   */
  public static List<String> command(
      String launcher, List<String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("env", "GROUPVPN_NO_BUILD=1"));
    command.addAll(environment);
    command.add(root().resolve("bin").resolve(launcher).toString());
    command.addAll(arguments);
    return command;
  }
}

package org.safeward.restore.upload;

import jakarta.inject.Inject;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.annotation.WebListener;
import org.safeward.backup.FileKeys;
import org.safeward.settings.Settings;

/**
 * Registers the upload servlets. By code and not by annotations, because the directory that the server streams uploads to and the largest
 * size that it takes are settings: so a file needs no second copy, and one that is too large is cut off while it comes in.
 */
@WebListener
public class UploadRegistration implements ServletContextListener {
    /** Bytes: an identity of age, which is never to be on the disk, is smaller. */
    private static final int IN_MEMORY = 4 * FileKeys.LONGEST_IDENTITY;

    private static final long ROOM_FOR_OTHER_FIELDS = 1 << 20;

    @Inject
    private Uploads uploads;

    @Inject
    private Settings settings;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        try {
            register(context, "upload-restore", context.createServlet(UploadRestoreServlet.class));
            register(context, "uploads", context.createServlet(UploadServlet.class));
        } catch (ServletException e) {
            throw new IllegalStateException("the upload servlets could not be registered", e);
        }
    }

    /** Under its name below {@code /api/backup}. */
    private void register(ServletContext context, String name, Servlet servlet) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        registration.addMapping("/api/backup/" + name);
        registration.setAsyncSupported(true);
        long most = settings.uploadMaxSize();
        registration.setMultipartConfig(new MultipartConfigElement(
                uploads.directory().toString(), most, most + ROOM_FOR_OTHER_FIELDS, IN_MEMORY));
    }
}
